package dev.headwater.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.e2e.bench.AttachSample.Milestone;
import dev.headwater.e2e.figures.Figure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AttachReportTest {
    private static final Instant REQUEST = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void the_keeper_starts_between_its_scheduling_and_its_last_container() {
        var sample = sample(1.5);
        assertThat(sample.keeperStart()).hasValue(0.8);
        assertThat(sample.attached()).isEqualTo(1.5);
    }

    @Test
    void figures_that_nobody_measured_are_missing() {
        var report = new AttachReport(List.of(), OptionalDouble.empty(), OptionalDouble.empty());
        assertThat(report.figures()).hasSize(5).noneMatch(Figure::met);
    }

    @Test
    void figures_are_medians_of_all_samples() {
        var report = new AttachReport(
                List.of(sample(1), sample(2), sample(4)), OptionalDouble.of(90), OptionalDouble.of(200));
        assertThat(report.figures()).allMatch(Figure::met);
        assertThat(report.figures().getFirst().measured()).hasValue(2);
    }

    @Test
    void milestones_that_were_seen_are_told_in_seconds_after_the_request() {
        var report = new AttachReport(List.of(sample(2)), OptionalDouble.empty(), OptionalDouble.empty());
        assertThat(report.milestones())
                .contains("0.20  keeper scheduled", "1.00  both containers of the keeper run")
                .doesNotContain("claim bound");
    }

    private static AttachSample sample(double seconds) {
        return new AttachSample.Builder(REQUEST)
                .reached(Milestone.KEEPER_SCHEDULED, Optional.of(REQUEST.plusMillis(200)))
                .reached(Milestone.KEEPER_RUNNING, Optional.of(REQUEST.plusMillis(1000)))
                .reached(Milestone.CLAIM_BOUND, Optional.empty())
                .build(REQUEST.plusMillis((long) (seconds * 1000)));
    }
}
