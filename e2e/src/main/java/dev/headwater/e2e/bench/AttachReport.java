package dev.headwater.e2e.bench;

import dev.headwater.e2e.bench.AttachSample.Milestone;
import dev.headwater.e2e.figures.Distribution;
import dev.headwater.e2e.figures.Figure;
import dev.headwater.e2e.figures.Goal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What many restores have in common.
 *
 * @param pluginRssMiB of the node plugin after the last restore
 */
record AttachReport(List<AttachSample> samples, OptionalDouble pluginRssMiB, OptionalDouble operatorRssMiB) {
    private static final Goal ATTACH_SECONDS = Goal.atMost(3);
    private static final Goal KEEPER_SECONDS = Goal.atMost(1.5);
    private static final Goal PLUGIN_MIB = Goal.atMost(128);

    List<Figure> figures() {
        var attached = distribution(samples.stream().map(AttachSample::attached).toList());
        var keepers = distribution(samples.stream()
                .flatMap(sample -> sample.keeperStart().stream().boxed())
                .toList());
        return List.of(
                figure("attach.median", "s", attached, Distribution::median, ATTACH_SECONDS),
                figure("attach.p95", "s", attached, Distribution::p95, Goal.reported()),
                figure("keeper.start", "s", keepers, Distribution::median, KEEPER_SECONDS),
                new Figure("plugin.rss", "MiB", pluginRssMiB, PLUGIN_MIB),
                new Figure("operator.rss", "MiB", operatorRssMiB, Goal.reported()));
    }

    /** Where the time goes: for each milestone the median of the seconds after the request. */
    String milestones() {
        var text = new StringBuilder("Median seconds after the request, of " + samples.size() + " restores:\n");
        for (var milestone : Milestone.values()) {
            distribution(samples.stream()
                            .map(sample -> sample.milestones().get(milestone))
                            .filter(Objects::nonNull)
                            .toList())
                    .ifPresent(times -> text.append(line(milestone, times)));
        }
        return text.toString();
    }

    private static String line(Milestone milestone, Distribution times) {
        return String.format(Locale.ROOT, "  %6.2f  %s%n", times.median(), milestone.words());
    }

    private static Optional<Distribution> distribution(List<Double> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(new Distribution(values));
    }

    private static Figure figure(
            String name, String unit, Optional<Distribution> values, ToDoubleFunction<Distribution> number, Goal goal) {
        return values.map(present -> Figure.of(name, unit, number.applyAsDouble(present), goal))
                .orElseGet(() -> Figure.missing(name, unit, goal));
    }
}
