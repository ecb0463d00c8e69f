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
    static List<Figure> of(Invocation invocation, Duration whole, JobTimes cold, JobTimes warm) {
        return List.of(start(invocation, whole), compiled(warm), speedup(cold.build(), warm.build()));
    }

    private static Figure start(Invocation invocation, Duration whole) {
        var seconds = whole.toMillis() / 1000.0;
        return switch (invocation.caches()) {
            case EMPTY -> Figure.of("demo.cold_start", "s", seconds, Goal.atMost(COLD_START_SECONDS));
            case FILLED -> Figure.of("demo.cached", "s", seconds, Goal.atMost(CACHED_SECONDS));
        };
    }

    private static Figure compiled(JobTimes warm) {
        var goal = Goal.atMost(0);
        return warm.log().units().isEmpty()
                ? Figure.missing("demo.warm_compiled", "units", goal)
                : Figure.of("demo.warm_compiled", "units", warm.log().compiled(), goal);
    }

    private static Figure speedup(Optional<Duration> cold, Optional<Duration> warm) {
        var goal = Goal.atLeast(SPEEDUP);
        return cold.isEmpty() || warm.isEmpty()
                ? Figure.missing("demo.warm_vs_cold_build", "ratio", goal)
                : Figure.of(
                        "demo.warm_vs_cold_build",
                        "ratio",
                        (double) cold.get().toMillis() / Math.max(1, warm.get().toMillis()),
                        goal);
    }
}
