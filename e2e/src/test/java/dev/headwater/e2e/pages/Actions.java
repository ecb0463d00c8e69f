package dev.headwater.e2e.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The actions of this repository, as workflows use them. */
final class Actions {
    private static final Path FOLDER = Pages.REPOSITORY.resolve("actions");
    private static final Pattern USES = Pattern.compile("headwater-dev/headwater/actions/(?<name>[a-z]+)@v1");
    private static final Pattern OUTPUT =
            Pattern.compile("steps\\.(?<id>[A-Za-z0-9_-]+)\\.outputs\\.(?<output>[A-Za-z0-9_-]+)");

    private Actions() {}

    /** What a workflow asks of them that they do not have: a sentence for each. */
    static List<String> misuses(JsonNode workflow) {
        return workflow.path("jobs")
                .valueStream()
                .flatMap(Actions::misusesOfJob)
                .toList();
    }

    private static Stream<String> misusesOfJob(JsonNode job) {
        var manifests = new HashMap<String, JsonNode>();
        var found = new ArrayList<String>();
        for (var step : job.path("steps")) {
            manifest(step).ifPresent(manifest -> {
                found.addAll(misusedInputs(step, manifest.path("inputs")));
                manifests.put(step.path("id").asText(), manifest);
            });
        }
        found.addAll(unknownOutputs(job, manifests));
        return found.stream();
    }

    private static Optional<JsonNode> manifest(JsonNode step) {
        var uses = step.path("uses").asText();
        var known = USES.matcher(uses);
        if (known.matches()) {
            return Optional.of(read(known.group("name")));
        } else if (uses.startsWith("headwater-dev/")) {
            throw new AssertionError("No action of this repository: " + uses);
        }
        return Optional.empty();
    }

    private static List<String> misusedInputs(JsonNode step, JsonNode inputs) {
        var given = Known.names(step.path("with"));
        var unknown = given.stream()
                .filter(name -> !inputs.has(name))
                .map(name -> "%s has no input %s".formatted(step.path("uses").asText(), name));
        var missing = inputs.properties().stream()
                .filter(input -> input.getValue().path("required").asBoolean() && !given.contains(input.getKey()))
                .map(input -> "%s needs %s".formatted(step.path("uses").asText(), input.getKey()));
        return Stream.concat(unknown, missing).toList();
    }

    /** Of steps with an id: {@code steps.ID.outputs.NAME} anywhere in the job. */
    private static List<String> unknownOutputs(JsonNode job, Map<String, JsonNode> manifests) {
        return OUTPUT.matcher(job.toString())
                .results()
                .filter(use -> manifests.containsKey(use.group("id")))
                .filter(use -> !manifests.get(use.group("id")).path("outputs").has(use.group("output")))
                .map(use -> "step %s has no output %s".formatted(use.group("id"), use.group("output")))
                .toList();
    }

    private static JsonNode read(String action) {
        try {
            return new YAMLMapper()
                    .readTree(FOLDER.resolve(action).resolve("action.yml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
