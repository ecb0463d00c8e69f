package dev.headwater.operator.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.ProofReason;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrustPolicyTest {
    private static final Runner SILENT =
            new Runner.Ephemeral(7, "runner-x", Optional.empty(), Optional.empty(), Optional.empty());

    private static TrustLevel level(RunSpec.Source source, Runner runner) {
        return TrustPolicy.attest(Given.job(source, "refs/heads/main", null, 7), runner, Optional.empty())
                .level();
    }

    private static Runner runs(String workflowRef) {
        return new Runner.Ephemeral(7, "runner-x", Optional.empty(), Optional.empty(), Optional.of(workflowRef));
    }

    @Test
    void a_record_from_before_the_first_step_in_a_runner_s_pod_is_latched() {
        assertThat(level(RunSpec.Source.JobStarted, SILENT)).isEqualTo(TrustLevel.Latched);
        assertThat(level(
                        RunSpec.Source.JobStarted,
                        new Runner.Ephemeral(
                                7, "runner-x", Optional.of("Acme/Lambdas"), Optional.of(7L), Optional.empty())))
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
                        new Runner.Ephemeral(
                                7, "runner-x", Optional.of("acme/other"), Optional.empty(), Optional.empty())))
                .isEqualTo(TrustLevel.Claimed);
        assertThat(level(
                        RunSpec.Source.JobStarted,
                        new Runner.Ephemeral(7, "runner-x", Optional.empty(), Optional.of(8L), Optional.empty())))
                .isEqualTo(TrustLevel.Claimed);
    }

    @Test
    void a_workflow_of_a_pull_request_writes_no_branch_and_no_other_pull_request() {
        var ofPull = runs("acme/lambdas/.github/workflows/ci.yml@refs/pull/7/merge");
        var branch = TrustPolicy.attest(
                Given.job(RunSpec.Source.JobStarted, "refs/heads/main", null, 7), ofPull, Optional.empty());
        assertThat(branch.level()).isEqualTo(TrustLevel.Claimed);
        assertThat(branch.contradiction())
                .hasValueSatisfying(why -> assertThat(why).contains("refs/pull/7/merge", "refs/heads/main"));
        assertThat(TrustPolicy.attest(
                                Given.job(RunSpec.Source.JobStarted, "refs/pull/8/merge", null, 7),
                                ofPull,
                                Optional.empty())
                        .level())
                .isEqualTo(TrustLevel.Claimed);
        assertThat(TrustPolicy.attest(
                                Given.job(RunSpec.Source.JobStarted, "refs/pull/7/merge", null, 7),
                                ofPull,
                                Optional.empty())
                        .level())
                .isEqualTo(TrustLevel.Latched);
    }

    @Test
    void a_pull_request_that_calls_a_workflow_of_a_branch_stays_a_pull_request() {
        var called = runs("acme/shared/.github/workflows/build.yml@refs/heads/main");
        assertThat(TrustPolicy.attest(
                                Given.job(RunSpec.Source.JobStarted, "refs/pull/7/merge", null, 7),
                                called,
                                Optional.empty())
                        .level())
                .isEqualTo(TrustLevel.Latched);
    }

    @Test
    void at_the_end_a_runner_can_only_take_trust_away() {
        var job = Given.job(RunSpec.Source.JobStarted, "refs/heads/main", null, 7);
        var other = new Runner.Ephemeral(7, "runner-x", Optional.empty(), Optional.of(8L), Optional.empty());
        assertThat(later(TrustLevel.Latched, job, SILENT).level()).isEqualTo(TrustLevel.Latched);
        assertThat(later(TrustLevel.Claimed, job, SILENT).level()).isEqualTo(TrustLevel.Claimed);
        assertThat(later(TrustLevel.Latched, job, other).contradiction()).isPresent();
    }

    @Test
    void a_runner_that_is_gone_leaves_what_was_written_down() {
        var job = Given.job(RunSpec.Source.JobStarted, "refs/heads/main", null, 7);
        assertThat(later(TrustLevel.Latched, job, new Runner.Unknown()))
                .isEqualTo(new Attestation(TrustLevel.Latched, Optional.empty()));
    }

    private static Attestation later(TrustLevel recorded, RunSpec.Job job, Runner runner) {
        return TrustPolicy.attestLater(recorded, job, runner, Optional.empty(), Optional.empty());
    }

    private static Optional<RunStatus.Proof> proof(ProofReason reason) {
        return Optional.of(
                new RunStatus.Proof(reason.name(), "a sentence", null, null, null, null, null, Given.START.toString()));
    }

    @Test
    void a_verified_token_proves_the_job_wherever_its_description_comes_from() {
        var job = Given.job(RunSpec.Source.Request, "refs/heads/main", null, 7);
        assertThat(TrustPolicy.attest(job, new Runner.Unknown(), proof(ProofReason.Verified)))
                .isEqualTo(new Attestation(TrustLevel.Proven, Optional.empty()));
    }

    @Test
    void a_runner_of_another_job_is_not_outvoted_by_a_token() {
        var job = Given.job(RunSpec.Source.JobStarted, "refs/heads/main", null, 7);
        var other = new Runner.Ephemeral(7, "runner-x", Optional.of("acme/other"), Optional.empty(), Optional.empty());
        assertThat(TrustPolicy.attest(job, other, proof(ProofReason.Verified)).level())
                .isEqualTo(TrustLevel.Claimed);
    }

    @ParameterizedTest
    @EnumSource(
            value = ProofReason.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"Verified", "ClaimsContradict", "OtherJob"})
    void a_token_that_does_not_count_takes_nothing_away(ProofReason reason) {
        var job = Given.job(RunSpec.Source.JobStarted, "refs/heads/main", null, 7);
        assertThat(TrustPolicy.attest(job, SILENT, proof(reason)))
                .isEqualTo(TrustPolicy.attest(job, SILENT, Optional.empty()));
        assertThat(TrustPolicy.attestLater(TrustLevel.Latched, job, SILENT, proof(reason), proof(reason)))
                .isEqualTo(later(TrustLevel.Latched, job, SILENT));
    }

    @ParameterizedTest
    @EnumSource(
            value = ProofReason.class,
            names = {"ClaimsContradict", "OtherJob"})
    void a_genuine_token_of_somebody_else_ends_all_trust(ProofReason reason) {
        var job = Given.job(RunSpec.Source.JobStarted, "refs/heads/main", null, 7);
        assertThat(TrustPolicy.attest(job, SILENT, proof(reason)))
                .isEqualTo(new Attestation(TrustLevel.Claimed, Optional.of("a sentence")));
        for (var runner : List.of(SILENT, new Runner.Unknown())) {
            assertThat(TrustPolicy.attestLater(
                            TrustLevel.Proven, job, runner, proof(ProofReason.Verified), proof(reason)))
                    .isEqualTo(new Attestation(TrustLevel.Claimed, Optional.of("a sentence")));
        }
    }

    @Test
    void a_token_of_a_pull_request_s_workflow_proves_no_branch() {
        var token = Optional.of(new RunStatus.Proof(
                ProofReason.Verified.name(),
                null,
                null,
                "74",
                "65",
                "acme/lambdas/.github/workflows/ci.yml@refs/pull/7/merge",
                null,
                Given.START.toString()));
        var branch = Given.job(RunSpec.Source.Request, "refs/heads/main", null, 7);
        var own = Given.job(RunSpec.Source.Request, "refs/pull/7/merge", "refs/heads/main", 7);

        assertThat(TrustPolicy.attest(branch, new Runner.Unknown(), token).contradiction())
                .hasValueSatisfying(why -> assertThat(why).contains("refs/pull/7/merge", "refs/heads/main"));
        assertThat(TrustPolicy.attestLater(TrustLevel.Latched, branch, SILENT, Optional.empty(), token)
                        .contradiction())
                .isPresent();
        assertThat(TrustPolicy.attest(own, new Runner.Unknown(), token).level()).isEqualTo(TrustLevel.Proven);
    }

    @Test
    void who_proved_only_the_beginning_is_known_as_well_as_a_latched_job() {
        var job = Given.job(RunSpec.Source.Request, "refs/heads/main", null, 7);
        var start = proof(ProofReason.Verified);
        assertThat(TrustPolicy.attestLater(TrustLevel.Proven, job, new Runner.Unknown(), start, start)
                        .level())
                .isEqualTo(TrustLevel.Proven);
        assertThat(TrustPolicy.attestLater(
                                TrustLevel.Proven, job, new Runner.Unknown(), start, proof(ProofReason.Expired))
                        .level())
                .isEqualTo(TrustLevel.Latched);
        assertThat(TrustPolicy.attestLater(TrustLevel.Proven, job, SILENT, start, Optional.empty())
                        .level())
                .isEqualTo(TrustLevel.Latched);
    }

    @Test
    void a_token_at_the_end_proves_no_beginning() {
        var job = Given.job(RunSpec.Source.JobStarted, "refs/heads/main", null, 7);
        assertThat(TrustPolicy.attestLater(
                                TrustLevel.Latched, job, SILENT, Optional.empty(), proof(ProofReason.Verified))
                        .level())
                .isEqualTo(TrustLevel.Latched);
    }

    @Test
    void a_run_that_was_made_again_keeps_what_was_written_down() {
        var job = Given.job(RunSpec.Source.Request, "refs/heads/main", null, 7);
        assertThat(TrustPolicy.attestLater(
                                TrustLevel.Proven, job, SILENT, Optional.empty(), proof(ProofReason.Verified))
                        .level())
                .isEqualTo(TrustLevel.Proven);
    }
}
