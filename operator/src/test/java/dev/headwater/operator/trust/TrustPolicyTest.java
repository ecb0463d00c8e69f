package dev.headwater.operator.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrustPolicyTest {
    private static final Runner SILENT = new Runner.Ephemeral(Optional.empty(), Optional.empty());

    private static TrustLevel level(RunSpec.Source source, Runner runner) {
        return TrustPolicy.level(Given.job(source, "refs/heads/main", null, 7), runner);
    }

    @Test
    void a_record_from_before_the_first_step_in_a_runner_s_pod_is_latched() {
        assertThat(level(RunSpec.Source.JobStarted, SILENT)).isEqualTo(TrustLevel.Latched);
        assertThat(level(RunSpec.Source.JobStarted, new Runner.Ephemeral(Optional.of("Acme/Lambdas"), Optional.of(7L))))
                .isEqualTo(TrustLevel.Latched);
    }

    @Test
    void what_only_the_job_says_is_claimed() {
        assertThat(level(RunSpec.Source.Request, SILENT)).isEqualTo(TrustLevel.Claimed);
        assertThat(level(RunSpec.Source.JobStarted, new Runner.Unknown())).isEqualTo(TrustLevel.Claimed);
    }

    @Test
    void a_runner_that_knows_another_job_takes_the_trust_away() {
        assertThat(level(RunSpec.Source.JobStarted, new Runner.Ephemeral(Optional.of("acme/other"), Optional.empty())))
                .isEqualTo(TrustLevel.Claimed);
        assertThat(level(RunSpec.Source.JobStarted, new Runner.Ephemeral(Optional.empty(), Optional.of(8L))))
                .isEqualTo(TrustLevel.Claimed);
    }
}
