package dev.headwater.e2e.demo;

import dev.headwater.e2e.figures.Figure;
import dev.headwater.e2e.figures.Goal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The numbers of the demo. */
final class DemoFigures {
    private static final double COLD_START_SECONDS = 15 * 60;
    private static final double CACHED_SECONDS = 3 * 60;
    private static final double SPEEDUP = 20;

    private DemoFigures() {}

    /**
     * @param whole the command from its first to its last second
     */
    static List<Figure> of(Invocation invocation, Duration whole, Outcome outcome) {
        return List.of(start(invocation, whole), compiled(outcome.pushAgain()), speedup(outcome));
    }

    private static Figure start(Invocation invocation, Duration whole) {
        var seconds = whole.toMillis() / 1000.0;
        return switch (invocation.caches()) {
            case EMPTY -> Figure.of("demo.cold_start", "s", seconds, Goal.atMost(COLD_START_SECONDS));
            case FILLED -> Figure.of("demo.cached", "s", seconds, Goal.atMost(CACHED_SECONDS));
        };
    }

    private static Figure compiled(List<JobTimes> warm) {
        var goal = Goal.atMost(0);
        return warm.stream().anyMatch(job -> job.log().units().isEmpty())
                ? Figure.missing("demo.warm_compiled", "units", goal)
                : Figure.of(
                        "demo.warm_compiled",
                        "units",
                        warm.stream().mapToLong(job -> job.log().compiled()).sum(),
                        goal);
    }

    /** The legs of a run build at the same time: what counts is the one that builds longest. */
    private static Figure speedup(Outcome outcome) {
        var goal = Goal.atLeast(SPEEDUP);
        var cold = longest(outcome.push());
        var warm = longest(outcome.pushAgain());
        return cold.isEmpty() || warm.isEmpty()
                ? Figure.missing("demo.warm_vs_cold_build", "ratio", goal)
                : Figure.of(
                        "demo.warm_vs_cold_build",
                        "ratio",
                        (double) cold.get().toMillis() / Math.max(1, warm.get().toMillis()),
                        goal);
    }

    private static Optional<Duration> longest(List<JobTimes> jobs) {
        return jobs.stream().anyMatch(job -> job.build().isEmpty())
                ? Optional.empty()
                : jobs.stream().flatMap(job -> job.build().stream()).max(Duration::compareTo);
    }
}
