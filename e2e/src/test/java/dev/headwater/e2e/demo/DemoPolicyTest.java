package dev.headwater.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.e2e.world.JobLog;
import dev.headwater.e2e.world.JobLog.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoPolicyTest {
    private static final Set<String> AFFECTED = Set.of("pricing", "price-orders");
    private static final JobTimes COLD = job("cold", "empty", new Unit("pricing", false), new Unit("serde", false));
    private static final JobTimes WARM = job("warm", "branch", new Unit("pricing", true), new Unit("serde", true));
    private static final JobTimes CHANGED = job(
            "changed", "branch", new Unit("pricing", false), new Unit("price-orders", false), new Unit("serde", true));

    @Test
    void three_jobs_that_did_what_they_should_leave_nothing_to_complain_about() {
        assertThat(DemoPolicy.complaints(COLD, WARM, CHANGED, AFFECTED)).isEmpty();
    }

    @Test
    void a_warm_job_that_compiles_is_named_with_its_crates() {
        assertThat(DemoPolicy.complaints(COLD, COLD, CHANGED, AFFECTED))
                .singleElement()
                .asString()
                .contains("2 units", "pricing, serde");
    }

    @Test
    void a_warm_job_without_units_is_no_success() {
        assertThat(DemoPolicy.complaints(COLD, job("warm", "branch"), CHANGED, AFFECTED))
                .hasSize(1);
    }

    @Test
    void a_change_that_compiles_more_or_less_than_its_dependants_is_a_complaint() {
        assertThat(DemoPolicy.complaints(COLD, WARM, COLD, AFFECTED))
                .singleElement()
                .asString()
                .contains("exactly price-orders, pricing", "but these were: pricing, serde");
        assertThat(DemoPolicy.complaints(COLD, WARM, WARM, AFFECTED))
                .singleElement()
                .asString()
                .contains("these were: none");
    }

    @Test
    void a_cold_job_that_was_not_cold_is_a_complaint() {
        assertThat(DemoPolicy.complaints(job("cold", "branch", new Unit("a", false)), WARM, CHANGED, AFFECTED))
                .singleElement()
                .asString()
                .contains("did not start empty but from 'branch'");
    }

    @Test
    void a_job_that_was_not_saved_is_a_complaint() {
        var unsaved = new JobTimes(
                "warm",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                WARM.log(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "branch",
                "VolumeUnclean");
        assertThat(DemoPolicy.complaints(COLD, unsaved, CHANGED, AFFECTED))
                .containsExactly("Job 'warm' was not saved: VolumeUnclean.");
    }

    @Test
    void the_table_shows_jobs_in_columns_and_steps_in_rows() {
        var table = StepTable.render(List.of(COLD, WARM));
        assertThat(table.lines().map(String::stripLeading).toList())
                .anyMatch(line -> line.matches("cold +warm"))
                .anyMatch(line -> line.matches("request → attached +1\\.25 s +1\\.25 s"))
                .anyMatch(line -> line.matches(" *Compiling / Fresh \\(units\\) +2 / 0 +0 / 2"))
                .anyMatch(line -> line.matches("checkout +- +-"))
                .anyMatch(line -> line.matches("saved +JobAsked +JobAsked"));
    }

    private static JobTimes job(String title, String from, Unit... units) {
        var second = Optional.of(Duration.ofMillis(1250));
        return new JobTimes(
                title,
                second,
                Optional.empty(),
                second,
                new JobLog(List.of(), List.of(units)),
                second,
                second,
                second,
                from,
                "JobAsked");
    }
}
