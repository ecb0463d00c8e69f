package dev.headwater.e2e.bench;

import dev.headwater.e2e.figures.Distribution;
import dev.headwater.e2e.figures.Figure;
import dev.headwater.e2e.figures.Goal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What many saves at once have in common. */
record CaptureReport(List<Sample> samples) {

    /**
     * One save, in seconds after its verdict.
     *
     * @param cut until the run said that its snapshot is safe
     * @param ready until it said that the snapshot can be restored
     */
    record Sample(double cut, double ready) {
        static Sample of(Instant verdict, Instant cut, Instant ready) {
            return new Sample(seconds(verdict, cut), seconds(verdict, ready));
        }

        private static double seconds(Instant from, Instant to) {
            return Duration.between(from, to).toNanos() / 1e9;
        }
    }

    List<Figure> figures() {
        var cut = distribution(Sample::cut);
        var ready = distribution(Sample::ready);
        return List.of(
                Figure.of("capture.cut_p50", "s", cut.median(), Goal.reported()),
                Figure.of("capture.cut_p95", "s", cut.p95(), Goal.reported()),
                Figure.of("capture.ready_p50", "s", ready.median(), Goal.reported()),
                Figure.of("capture.ready_p95", "s", ready.p95(), Goal.reported()));
    }

    private Distribution distribution(ToDoubleFunction<Sample> number) {
        return new Distribution(samples.stream().mapToDouble(number).boxed().toList());
    }
}
