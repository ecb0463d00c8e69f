package dev.headwater.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.e2e.figures.Figure;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaptureReportTest {
    private static final Instant VERDICT = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void cut_and_readiness_are_counted_from_the_verdict() {
        var samples = IntStream.rangeClosed(1, 40)
                .mapToObj(i -> CaptureReport.Sample.of(
                        VERDICT, VERDICT.plusMillis(100L * i), VERDICT.plusMillis(100L * i + 5000)))
                .toList();
        assertThat(new CaptureReport(samples).figures())
                .extracting(Figure::line)
                .map(line -> line.replaceAll(" +", " "))
                .containsExactly(
                        "capture.cut_p50 2.05 s (goal reported)",
                        "capture.cut_p95 3.8 s (goal reported)",
                        "capture.ready_p50 7.05 s (goal reported)",
                        "capture.ready_p95 8.8 s (goal reported)");
    }
}
