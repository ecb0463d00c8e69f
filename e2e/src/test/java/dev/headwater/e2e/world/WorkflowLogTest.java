package dev.headwater.e2e.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkflowLogTest {
    private static final String LOG = """
            Headwater: recorded run 7 of acme/shop at 0123.
            {"level":"info","msg":"\\u2b50 Run Main cargo build --release","stage":"Main","step":"cargo build --release","stepID":["2"]}
            {"level":"info","msg":"   Compiling serde v1.0.228\\n","raw_output":true,"stage":"Main","step":"cargo build --release"}
            {"executionTime":41250000000,"level":"info","msg":"Success","stage":"Main","step":"cargo build --release","stepResult":"success"}
            {"level":"info","msg":"output restored-from=base-branch\\r\\n","raw_output":true,"stage":"Main","step":"What came of it"}
            {"level":"info","msg":"output restored-branch=\\n","raw_output":true,"stage":"Main","step":"What came of it"}
            {"level":"info","msg":"unit fresh registry+https://github.com/rust-lang/crates.io-index#serde@1.0.228","raw_output":true}
            {"level":"info","msg":"unit compiled path+file:///mnt/x/workspace/app/crates/pricing#0.1.0","raw_output":true}
            {"executionTime":900000000,"level":"info","msg":"Success","stage":"Post","step":"headwater-dev/headwater/actions/snapshot@v1","stepResult":"success"}
            {"level":"info","msg":"unit fresh of what was said by nobody"}
            {"level":
            """;

    @Test
    void a_step_is_found_by_the_beginning_of_its_name() {
        assertThat(WorkflowLog.parse(LOG).took("cargo build")).contains(Duration.ofMillis(41250));
    }

    @Test
    void a_post_step_is_not_the_step_itself() {
        assertThat(WorkflowLog.parse(LOG).took("headwater-dev/headwater/actions/snapshot"))
                .isEmpty();
    }

    @Test
    void units_and_outputs_are_what_steps_printed() {
        var log = WorkflowLog.parse(LOG);
        assertThat(log.fresh()).isEqualTo(1);
        assertThat(log.compiledCrates()).containsExactly("pricing");
        assertThat(log.crates()).containsExactly("pricing", "serde");
        assertThat(log.outputs()).containsEntry("restored-from", "base-branch").containsEntry("restored-branch", "");
    }

    @Test
    void the_tail_is_what_a_person_would_read() {
        assertThat(WorkflowLog.tail(LOG, 3)).isEqualTo("Success\nunit fresh of what was said by nobody\n{\"level\":");
    }
}
