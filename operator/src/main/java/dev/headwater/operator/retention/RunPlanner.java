package dev.headwater.operator.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Which runs of a stream are forgotten: complete ones, the oldest first. */
final class RunPlanner {
    /** Time for a person to look, and for everybody who took part in the run to see that it is complete. */
    static final Duration YOUNG = Duration.ofHours(1);

    /** The same where no stream stands for what the run asked for: it may come back. */
    static final Duration STRAY = Duration.ofDays(7);

    private static final Comparator<RunTrace> LATEST_FIRST = Comparator.comparing(
                    (RunTrace run) -> run.completeAt().orElseThrow(), Comparator.reverseOrder())
            .thenComparing(RunTrace::name);

    /**
     * @param runs all of a stream
     * @param snapshots names of the snapshots that are still there; each has the name of the run that saved it
     * @param most how many complete ones are kept, apart from those that have to be
     * @param young for so long each is kept
     */
    static List<RunTrace> forgotten(List<RunTrace> runs, Set<String> snapshots, int most, Duration young, Instant now) {
        return runs.stream()
                .filter(run -> run.completeAt().isPresent())
                .sorted(LATEST_FIRST)
                .skip(most)
                .filter(run -> !snapshots.contains(run.name()))
                .filter(run -> run.completeAt().orElseThrow().plus(young).isBefore(now))
                .toList();
    }

    private RunPlanner() {}
}
