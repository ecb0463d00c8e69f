package dev.headwater.e2e.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobLogTest {
    private static final String LOG = """
            @ 1000 begin restore
            headwater: attached
            @ 2750 end restore 0
            @ 2751 begin build
               Compiling money v0.1.0 (/mnt/x)
            @ 9000 end build 0
            @ unit fresh registry+https://github.com/rust-lang/crates.io-index#serde@1.0.228
            @ unit fresh registry+https://github.com/rust-lang/crates.io-index#serde@1.0.228
            @ unit compiled path+file:///mnt/rust-cargo-snapshot/workspace/crates/money#0.1.0
            @ 9001 begin save
            """;

    @Test
    void a_step_takes_from_its_begin_to_its_end() {
        assertThat(JobLog.parse(LOG).took("restore")).contains(Duration.ofMillis(1750));
    }

    @Test
    void a_step_that_did_not_end_has_no_duration() {
        assertThat(JobLog.parse(LOG).took("save")).isEmpty();
        assertThat(JobLog.parse(LOG).took("checkout")).isEmpty();
    }

    @Test
    void units_are_counted_as_cargo_tells_them() {
        var log = JobLog.parse(LOG);
        assertThat(log.fresh()).isEqualTo(2);
        assertThat(log.compiled()).isEqualTo(1);
        assertThat(log.compiledCrates()).containsExactly("money");
    }
}
