package dev.headwater.e2e.world;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A workflow file, and how a runner runs one leg of its matrix: act interprets it in the runner's own container.
 *
 * @param text of the file
 */
public record Workflow(String text) {
    private static final String END = "END_OF_FILE";

    /**
     * One value of the matrix's only key.
     *
     * @param values of the leg, as in name: price_orders
     */
    public record Leg(String matrixKey, Map<String, String> values) {
        public String name() {
            return values.getOrDefault("name", "-");
        }

        /** As act compares it: Go prints a map with its keys in order. */
        private String selector() {
            return new TreeMap<>(values)
                    .entrySet().stream()
                            .map(value -> value.getKey() + ":" + value.getValue())
                            .collect(Collectors.joining(" ", matrixKey + ":map[", "]"));
        }
    }

    /** In the order of the file. */
    public List<Leg> legs() {
        var jobs = Serialization.unmarshal(text, JsonNode.class).at("/jobs");
        var matrix = jobs.iterator()
                .next()
                .at("/strategy/matrix")
                .properties()
                .iterator()
                .next();
        return matrix.getValue()
                .valueStream()
                .map(leg -> new Leg(matrix.getKey(), values(leg)))
                .toList();
    }

    /** The script of one leg's job. It prints JSON, a line for each thing that happens. */
    public String script(Leg leg, WorkflowRun run) {
        return """
                set -e
                mkdir -p "$HOME/job"
                cat > "$HOME/job/workflow.yml" <<'%1$s'
                %2$s
                %1$s
                cat > "$HOME/job/event.json" <<'%1$s'
                %3$s
                %1$s
                exec act %4$s --json --no-cache-server --directory "$HOME/job" --workflows "$HOME/job/workflow.yml" \
                --eventpath "$HOME/job/event.json" --action-cache-path "$HOME/_work" --platform build-runners=-self-hosted \
                --local-repository headwater-dev/headwater@v1=/opt/headwater --matrix '%5$s' --env SHA_REF=%6$s %7$s
                """.formatted(END, text, event(run), run.event(), leg.selector(), run.sha(), environment(run));
    }

    private static String environment(WorkflowRun run) {
        return run.environment().entrySet().stream()
                .map(variable -> "--env '%s=%s'".formatted(variable.getKey(), variable.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** What GitHub tells of the event, as far as the workflow asks for it. */
    private static String event(WorkflowRun run) {
        return run.baseBranch()
                .map(base -> "{\"pull_request\": {\"base\": {\"ref\": \"%s\"}, \"head\": {\"ref\": \"change\"}}}"
                        .formatted(base))
                .orElseGet(() -> "{\"ref\": \"%s\", \"after\": \"%s\"}".formatted(run.ref(), run.sha()));
    }

    private static Map<String, String> values(JsonNode leg) {
        return leg.properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, value -> value.getValue().asText()));
    }
}
