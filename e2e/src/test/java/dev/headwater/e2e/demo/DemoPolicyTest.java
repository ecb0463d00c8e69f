package dev.headwater.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.e2e.world.WorkflowLog;
import dev.headwater.e2e.world.WorkflowLog.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoPolicyTest {
    private static final Set<String> AFFECTED = Set.of("pricing", "price-orders", "post-ledger");
    private static final Unit SERDE = new Unit("serde", true);
    private static final JobTimes COLD = saved("push", "empty", new Unit("pricing", false), new Unit("serde", false));
    private static final JobTimes WARM = saved("push again", "branch", new Unit("pricing", true), SERDE);
    private static final JobTimes CHANGED =
            unsaved("pull request", "base-branch", new Unit("pricing", false), new Unit("price-orders", false), SERDE);

    @Test
    void jobs_that_did_what_they_should_leave_nothing_to_complain_about() {
        var other = unsaved("pull request", "base-branch", new Unit("templates", true), SERDE);
        assertThat(complaints(COLD, WARM, CHANGED, other)).isEmpty();
    }

    @Test
    void a_warm_job_that_compiles_is_named_with_its_crates() {
        assertThat(complaints(COLD, saved("push again", "branch", new Unit("pricing", false), SERDE), CHANGED))
                .singleElement()
                .asString()
                .contains("'push again' of function_a", "1 units", "pricing");
    }

    @Test
    void a_warm_job_without_units_is_no_success() {
        assertThat(complaints(COLD, saved("push again", "branch"), CHANGED)).hasSize(1);
    }

    @Test
    void a_pull_request_that_compiles_more_or_less_than_it_changed_is_a_complaint() {
        var more = unsaved("pull request", "base-branch", new Unit("pricing", false), new Unit("serde", false));
        assertThat(complaints(COLD, WARM, more))
                .singleElement()
                .asString()
                .contains("exactly pricing, but compiled: pricing, serde");
        var nothing = unsaved("pull request", "base-branch", SERDE);
        assertThat(complaints(COLD, WARM, nothing)).singleElement().asString().contains("nothing was compiled");
    }

    @Test
    void a_pull_request_that_starts_from_elsewhere_or_is_saved_is_a_complaint() {
        var units = CHANGED.log().units().toArray(Unit[]::new);
        assertThat(complaints(COLD, WARM, unsaved("pull request", "empty", units)))
                .singleElement()
                .asString()
                .contains("started from 'empty'");
        assertThat(complaints(COLD, WARM, saved("pull request", "base-branch", units)))
                .singleElement()
                .asString()
                .contains("was saved: JobAsked");
    }

    @Test
    void a_cold_job_that_was_not_cold_is_a_complaint() {
        assertThat(complaints(saved("push", "branch", new Unit("a", false)), WARM, CHANGED))
                .singleElement()
                .asString()
                .contains("did not start empty but from 'branch'");
    }

    @Test
    void a_push_that_was_not_saved_is_a_complaint() {
        var units = WARM.log().units().toArray(Unit[]::new);
        assertThat(complaints(COLD, unsaved("push again", "branch", units), CHANGED))
                .containsExactly("Job 'push again' of function_a was not saved: JobAskedToSkip.");
    }

    @Test
    void a_job_that_nobody_vouches_for_is_a_complaint() {
        var claimed = job("push", "empty", "Claimed", Optional.of(Duration.ofSeconds(1)), "JobAsked", "empty");
        assertThat(DemoPolicy.complaints(new Outcome(List.of(claimed), List.of(WARM), List.of(CHANGED), AFFECTED)))
                .anyMatch(sentence -> sentence.contains("known as 'Claimed'"));
    }

    @Test
    void a_later_step_that_read_something_else_is_a_complaint() {
        var units = WARM.log().units().toArray(Unit[]::new);
        var second = Optional.of(Duration.ofSeconds(1));
        var wrong = job("push again", "branch", "Latched", second, "JobAsked", "empty", units);
        assertThat(complaints(COLD, wrong, CHANGED))
                .singleElement()
                .asString()
                .contains("read that it was restored from 'empty', and not from 'branch'");
    }

    @Test
    void the_table_shows_jobs_in_columns_and_steps_in_rows() {
        var table = StepTable.render(List.of(COLD, WARM));
        assertThat(table.lines().map(String::stripLeading).toList())
                .anyMatch(line -> line.matches("push +push again"))
                .anyMatch(line -> line.matches("function_a +function_a"))
                .anyMatch(line -> line.matches("request → attached +1\\.25 s +1\\.25 s"))
                .anyMatch(line -> line.matches(" *Compiling / Fresh \\(units\\) +2 / 0 +0 / 2"))
                .anyMatch(line -> line.matches("checkout +- +-"))
                .anyMatch(line -> line.matches("saved +JobAsked +JobAsked"));
    }

    private static List<String> complaints(JobTimes push, JobTimes again, JobTimes... pull) {
        return DemoPolicy.complaints(new Outcome(List.of(push), List.of(again), List.of(pull), AFFECTED));
    }

    private static JobTimes saved(String event, String from, Unit... units) {
        return job(event, from, "Latched", Optional.of(Duration.ofSeconds(1)), "JobAsked", from, units);
    }

    private static JobTimes unsaved(String event, String from, Unit... units) {
        return job(event, from, "Latched", Optional.empty(), "JobAskedToSkip", from, units);
    }

    private static JobTimes job(
            String event, String from, String level, Optional<Duration> cut, String saved, String told, Unit... units) {
        var second = Optional.of(Duration.ofMillis(1250));
        return new JobTimes(
                event,
                "function_a",
                second,
                Optional.empty(),
                second,
                new WorkflowLog(List.of(), List.of(units), Map.of("restored-from", told)),
                second,
                cut,
                cut,
                from,
                level,
                saved);
    }
}
