package dev.headwater.e2e.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says by its content what a block is. */
final class PlacementPolicy {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> PARTS_OF_A_POD = Set.of("volumes", "volumeMounts", "env");
    private static final String IMAGE = "example.com/image";

    private PlacementPolicy() {}

    static Placed place(List<JsonNode> documents, Known known) {
        if (!documents.isEmpty() && documents.stream().allMatch(PlacementPolicy::isObject)) {
            return new Placed.Objects(documents);
        }
        return documents.size() == 1
                ? place(documents.getFirst(), known)
                : new Placed.Nowhere("of its documents not all are objects of Kubernetes");
    }

    private static boolean isObject(JsonNode document) {
        return document.has("apiVersion") && document.has("kind");
    }

    private static Placed place(JsonNode node, Known known) {
        var names = Known.names(node);
        if (isSteps(node)) {
            return workflow(JSON.objectNode().set("steps", node));
        } else if (names.contains("jobs")) {
            return new Placed.Workflow(triggered(node));
        } else if (names.equals(Set.of("steps"))) {
            return workflow((ObjectNode) node);
        } else if (names.contains("githubConfigUrl") || names.equals(Set.of("template"))) {
            return runners((ObjectNode) node);
        } else if (!names.isEmpty() && PARTS_OF_A_POD.containsAll(names)) {
            return objects(podOfParts(node));
        } else if (names.equals(Set.of("metadata"))) {
            return objects(pod((ObjectNode) node.path("metadata"), JSON.objectNode()));
        } else if (names.equals(Set.of("spec"))) {
            return ofSpec(node.path("spec"), known);
        }
        return !names.isEmpty() && known.values().containsAll(names)
                ? new Placed.ChartValues(node)
                : new Placed.Nowhere("it is neither an object of Kubernetes, nor a workflow, nor values of a chart, nor"
                        + " a part of one of these: " + names);
    }

    private static boolean isSteps(JsonNode node) {
        return node.isArray()
                && !node.isEmpty()
                && node.valueStream().allMatch(step -> step.has("uses") || step.has("run"));
    }

    private static Placed workflow(ObjectNode job) {
        return new Placed.Workflow(triggered(JSON.objectNode()
                .set("jobs", JSON.objectNode().set("job", job.put("runs-on", "build-runners")))));
    }

    private static JsonNode triggered(JsonNode workflow) {
        return workflow.has("on") ? workflow : ((ObjectNode) workflow).put("on", "push");
    }

    /** The template alone has none of what is the same in all templates: where to register, and the image. */
    private static Placed runners(ObjectNode values) {
        if (!values.has("githubConfigUrl")) {
            values.put("githubConfigUrl", "https://github.com/acme").put("githubConfigSecret", "arc-github");
            values.at("/template/spec/containers").forEach(PlacementPolicy::withImage);
        }
        var metadata = values.at("/template/metadata");
        var spec = values.at("/template/spec");
        return spec.isObject()
                ? new Placed.RunnerValues(
                        values,
                        pod(
                                metadata.isObject() ? (ObjectNode) metadata : JSON.objectNode(),
                                ((ObjectNode) spec).put("restartPolicy", "Never")))
                : new Placed.Nowhere("values of runners have no template.spec");
    }

    private static JsonNode podOfParts(JsonNode parts) {
        var container = JSON.objectNode();
        var spec = JSON.objectNode();
        parts.properties()
                .forEach(part ->
                        (part.getKey().equals("volumes") ? spec : container).set(part.getKey(), part.getValue()));
        spec.set("containers", JSON.arrayNode().add(container));
        return pod(JSON.objectNode(), spec);
    }

    /** With what a pod has to have and a page may leave out. */
    private static ObjectNode pod(ObjectNode metadata, ObjectNode spec) {
        var containers = spec.withArrayProperty("containers");
        if (containers.isEmpty()) {
            containers.addObject();
        }
        containers.forEach(PlacementPolicy::withImage);
        var pod = JSON.objectNode().put("apiVersion", "v1").put("kind", "Pod");
        pod.set("metadata", metadata.put("name", "runner"));
        pod.set("spec", spec);
        return pod;
    }

    private static void withImage(JsonNode container) {
        var known = (ObjectNode) container;
        if (!known.has("name")) {
            known.put("name", "runner");
        }
        if (!known.has("image")) {
            known.put("image", IMAGE);
        }
    }

    private static Placed ofSpec(JsonNode spec, Known known) {
        var kinds = known.specs().entrySet().stream()
                .filter(kind -> kind.getValue().containsAll(Known.names(spec)))
                .map(Map.Entry::getKey)
                .toList();
        if (kinds.size() != 1) {
            return new Placed.Nowhere("its spec is one of " + kinds + " of this project's kinds");
        }
        var object =
                JSON.objectNode().put("apiVersion", "headwater.dev/v1alpha1").put("kind", kinds.getFirst());
        object.set("metadata", JSON.objectNode().put("name", "fragment"));
        object.set("spec", spec);
        return objects(object);
    }

    private static Placed objects(JsonNode object) {
        return new Placed.Objects(List.of(object));
    }
}
