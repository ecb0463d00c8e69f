package dev.headwater.e2e.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What act's JSON log tells of one job.
 *
 * @param steps that have ended, pre and post steps among them
 * @param units what cargo said of each unit of the build
 * @param outputs what a later step printed of earlier steps' outputs
 */
public record WorkflowLog(List<Step> steps, List<Unit> units, Map<String, String> outputs) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNIT = "unit ";
    private static final String OUTPUT = "output ";

    /**
     * @param stage {@code Pre}, {@code Main} or {@code Post}
     */
    public record Step(String stage, String name, Duration took) {}

    /** A library, binary, proc-macro or build script of the crate {@code name}. */
    public record Unit(String name, boolean fresh) {}

    public static WorkflowLog parse(String log) {
        var steps = new ArrayList<Step>();
        var units = new ArrayList<Unit>();
        var outputs = new HashMap<String, String>();
        for (var event :
                log.lines().map(WorkflowLog::event).flatMap(Optional::stream).toList()) {
            var message = event.path("msg").asText().strip();
            if (event.has("stepResult") && event.has("executionTime")) {
                var took = Duration.ofNanos(event.get("executionTime").asLong());
                steps.add(new Step(
                        event.path("stage").asText(), event.path("step").asText(), took));
            } else if (event.path("raw_output").asBoolean() && message.startsWith(UNIT)) {
                var words = message.split(" ", 3);
                units.add(new Unit(CrateGraph.nameOf(words[2]), words[1].equals("fresh")));
            } else if (event.path("raw_output").asBoolean() && message.startsWith(OUTPUT)) {
                var words = message.substring(OUTPUT.length()).split("=", 2);
                outputs.put(words[0], words[1]);
            }
        }
        return new WorkflowLog(steps, units, outputs);
    }

    /** What the steps printed and what act said, as a person reads it: the last lines. */
    public static String tail(String log, int lines) {
        var messages = log.lines()
                .map(line -> event(line)
                        .map(event -> event.path("msg").asText().stripTrailing())
                        .orElse(line))
                .toList();
        return String.join("\n", messages.subList(Math.max(0, messages.size() - lines), messages.size()));
    }

    /** How long the main part of the first step took whose name, or else its text, begins like this. */
    public Optional<Duration> took(String beginning) {
        return steps.stream()
                .filter(step -> step.stage.equals("Main") && step.name.startsWith(beginning))
                .map(Step::took)
                .findFirst();
    }

    public long fresh() {
        return units.stream().filter(Unit::fresh).count();
    }

    public long compiled() {
        return units.size() - fresh();
    }

    /** Crates of which at least one unit was compiled. */
    public Set<String> compiledCrates() {
        return units.stream()
                .filter(unit -> !unit.fresh)
                .map(Unit::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All crates of the build. */
    public Set<String> crates() {
        return units.stream().map(Unit::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The runner's hook and cargo's first words may stand between act's lines. */
    private static Optional<JsonNode> event(String line) {
        try {
            return line.startsWith("{") ? Optional.of(JSON.readTree(line)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
