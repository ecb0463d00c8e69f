package dev.headwater.operator.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrustPolicyTest {
    private static final Runner SILENT = new Runner.Ephemeral(Optional.empty(), Optional.empty(), Optional.empty());

    private static TrustLevel level(RunSpec.Source source, Runner runner) {
        return TrustPolicy.attest(Given.job(source, "refs/heads/main", null, 7), runner)
                .level();
    }

    private static Runner runs(String workflowRef) {
        return new Runner.Ephemeral(Optional.empty(), Optional.empty(), Optional.of(workflowRef));
    }

    @Test
    void a_record_from_before_the_first_step_in_a_runner_s_pod_is_latched() {
        assertThat(level(RunSpec.Source.JobStarted, SILENT)).isEqualTo(TrustLevel.Latched);
        assertThat(level(
                        RunSpec.Source.JobStarted,
                        new Runner.Ephemeral(Optional.of("Acme/Lambdas"), Optional.of(7L), Optional.empty())))
                .isEqualTo(TrustLevel.Latched);
    }

    @Test
    void what_only_the_job_says_is_claimed() {
        assertThat(level(RunSpec.Source.Request, SILENT)).isEqualTo(TrustLevel.Claimed);
        assertThat(level(RunSpec.Source.JobStarted, new Runner.Unknown())).isEqualTo(TrustLevel.Claimed);
    }

    @Test
    void a_runner_that_knows_another_job_takes_the_trust_away() {
        assertThat(level(
                        RunSpec.Source.JobStarted,
                        new Runner.Ephemeral(Optional.of("acme/other"), Optional.empty(), Optional.empty())))
                .isEqualTo(TrustLevel.Claimed);
        assertThat(level(
                        RunSpec.Source.JobStarted,
                        new Runner.Ephemeral(Optional.empty(), Optional.of(8L), Optional.empty())))
                .isEqualTo(TrustLevel.Claimed);
    }

    @Test
    void a_workflow_of_a_pull_request_writes_no_branch_and_no_other_pull_request() {
        var ofPull = runs("acme/lambdas/.github/workflows/ci.yml@refs/pull/7/merge");
        var branch = TrustPolicy.attest(Given.job(RunSpec.Source.JobStarted, "refs/heads/main", null, 7), ofPull);
        assertThat(branch.level()).isEqualTo(TrustLevel.Claimed);
        assertThat(branch.contradiction())
                .hasValueSatisfying(why -> assertThat(why).contains("refs/pull/7/merge", "refs/heads/main"));
        assertThat(TrustPolicy.attest(Given.job(RunSpec.Source.JobStarted, "refs/pull/8/merge", null, 7), ofPull)
                        .level())
                .isEqualTo(TrustLevel.Claimed);
        assertThat(TrustPolicy.attest(Given.job(RunSpec.Source.JobStarted, "refs/pull/7/merge", null, 7), ofPull)
                        .level())
                .isEqualTo(TrustLevel.Latched);
    }

    @Test
    void a_pull_request_that_calls_a_workflow_of_a_branch_stays_a_pull_request() {
        var called = runs("acme/shared/.github/workflows/build.yml@refs/heads/main");
        assertThat(TrustPolicy.attest(Given.job(RunSpec.Source.JobStarted, "refs/pull/7/merge", null, 7), called)
                        .level())
                .isEqualTo(TrustLevel.Latched);
    }

    @Test
    void at_the_end_a_runner_can_only_take_trust_away() {
        var job = Given.job(RunSpec.Source.JobStarted, "refs/heads/main", null, 7);
        var other = new Runner.Ephemeral(Optional.empty(), Optional.of(8L), Optional.empty());
        assertThat(TrustPolicy.attestLater(TrustLevel.Latched, job, SILENT).level())
                .isEqualTo(TrustLevel.Latched);
        assertThat(TrustPolicy.attestLater(TrustLevel.Claimed, job, SILENT).level())
                .isEqualTo(TrustLevel.Claimed);
        assertThat(TrustPolicy.attestLater(TrustLevel.Latched, job, other).contradiction())
                .isPresent();
    }

    @Test
    void a_runner_that_is_gone_leaves_what_was_written_down() {
        var job = Given.job(RunSpec.Source.JobStarted, "refs/heads/main", null, 7);
        assertThat(TrustPolicy.attestLater(TrustLevel.Latched, job, new Runner.Unknown()))
                .isEqualTo(new Attestation(TrustLevel.Latched, Optional.empty()));
    }
}
