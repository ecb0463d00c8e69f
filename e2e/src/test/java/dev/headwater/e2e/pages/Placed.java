package dev.headwater.e2e.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a block of YAML is. */
sealed interface Placed {

    /** Objects for the API server; a fragment of one is completed with what it leaves out. */
    record Objects(List<JsonNode> objects) implements Placed {}

    /** A workflow of GitHub; steps and jobs are completed with what is around them. */
    record Workflow(JsonNode workflow) implements Placed {}

    /** Values of this project's chart. */
    record ChartValues(JsonNode values) implements Placed {}

    /**
     * Values of the chart of runner scale sets.
     *
     * @param pod that its template describes
     */
    record RunnerValues(ObjectNode values, ObjectNode pod) implements Placed {}

    /** Nobody would read this. */
    record Nowhere(String why) implements Placed {}
}
