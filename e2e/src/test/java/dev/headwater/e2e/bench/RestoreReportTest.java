package dev.headwater.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.e2e.figures.Figure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RestoreReportTest {
    private static final Instant BEGAN = Instant.parse("2026-11-22T10:00:00Z");

    private static RestoreSample sample(long millis) {
        var usable = BEGAN.plusMillis(millis);
        return new RestoreSample.Builder(BEGAN)
                .reached("first", Optional.of(BEGAN.plusMillis(100)))
                .reached("unseen", Optional.empty())
                .reached("usable", Optional.of(usable))
                .build(usable);
    }

    private static RestoreReport report(long alone, long burst) {
        return new RestoreReport(
                new RestoreReport.Sides(List.of(sample(alone)), List.of(sample(1000))),
                new RestoreReport.Sides(List.of(sample(burst)), List.of(sample(10_000))));
    }

    @Test
    void goals_follow_the_plain_side() {
        var met = report(1300, 15_000).figures();
        assertThat(met).allMatch(Figure::met);

        var missed = report(1301, 15_001).figures().stream()
                .filter(figure -> !figure.met())
                .map(Figure::name)
                .collect(Collectors.toSet());
        assertThat(missed).containsExactlyInAnyOrder("restore.median", "restore.burst_p95");
    }

    @Test
    void the_table_says_how_much_later_each_milestone_is_than_the_one_before() {
        assertThat(report(1300, 1).milestones())
                .contains("into the slot, one at a time: median of 1")
                .containsPattern("0\\.10 +\\+0\\.10 +first")
                .containsPattern("1\\.30 +\\+1\\.20 +usable")
                .doesNotContain("unseen");
    }
}
