package dev.headwater.e2e.world;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a job told with its lines that begin with {@code @}, see {@code e2e/demo/job.sh}.
 *
 * @param steps in the order of their begin; the last may have no end
 * @param units what cargo said of each unit of the build
 */
public record JobLog(List<Step> steps, List<Unit> units) {

    /** One step; {@code end} is empty where the job ended first. */
    public record Step(String name, Instant begin, Optional<End> end) {}

    /** How a step ended. */
    public record End(Instant at, int exitCode) {}

    /** A library, binary, proc-macro or build script of the crate {@code name}. */
    public record Unit(String name, boolean fresh) {}

    public static JobLog parse(String log) {
        var begins = new ArrayList<Step>();
        Map<String, End> ends = new HashMap<>();
        var units = new ArrayList<Unit>();
        for (var line : log.lines().filter(text -> text.startsWith("@ ")).toList()) {
            var words = line.split(" ", 5);
            switch (words[2]) {
                case "begin" -> begins.add(new Step(words[3], instant(words[1]), Optional.empty()));
                case "end" -> ends.put(words[3], new End(instant(words[1]), Integer.parseInt(words[4])));
                case "fresh" -> units.add(new Unit(CrateGraph.nameOf(words[3]), true));
                case "compiled" -> units.add(new Unit(CrateGraph.nameOf(words[3]), false));
                default -> throw new WorldException("The job's log has a line of an unknown kind: " + line);
            }
        }
        var steps = begins.stream()
                .map(step -> new Step(step.name, step.begin, Optional.ofNullable(ends.get(step.name))))
                .toList();
        return new JobLog(steps, units);
    }

    /** How long a step took; empty where the job had none of this name or it did not end. */
    public Optional<Duration> took(String step) {
        return steps.stream()
                .filter(candidate -> candidate.name.equals(step))
                .findFirst()
                .flatMap(found -> found.end.map(end -> Duration.between(found.begin, end.at)));
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

    private static Instant instant(String milliseconds) {
        return Instant.ofEpochMilli(Long.parseLong(milliseconds));
    }
}
