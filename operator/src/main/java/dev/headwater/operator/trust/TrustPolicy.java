package dev.headwater.operator.trust;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.Proven;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Which level a job reaches. */
public final class TrustPolicy {
    private static final String REF = "@";
    private static final String PULL_REQUESTS = "refs/pull/";

    /**
     * Proven: a token that was issued for the run, or GitHub itself, says of the job what the job says. Latched: what the job says of itself was recorded before
     * its first step, and its pod belongs to an EphemeralRunner. For both, whatever the EphemeralRunner names of repository, workflow run and
     * workflow, and the token of the workflow, does not speak against what the job says. A token that does not count takes nothing away, unless
     * it is genuine and speaks of another job.
     *
     * @param start what was proved when the volume was asked for
     */
    public static Attestation attest(RunSpec.Job job, Runner runner, Optional<RunStatus.Proof> start) {
        var contradiction = contradiction(job, runner).or(() -> denial(job, start));
        if (contradiction.isPresent()) {
            return new Attestation(TrustLevel.Claimed, contradiction);
        }
        if (start.filter(Proven::isVerified).isPresent()) {
            return new Attestation(TrustLevel.Proven, contradiction);
        }
        var latched = job.source() == RunSpec.Source.JobStarted && runner instanceof Runner.Ephemeral;
        return new Attestation(latched ? TrustLevel.Latched : TrustLevel.Claimed, contradiction);
    }

    /**
     * The same at the end of a job. What its runner says by now can only lower the level that was written down when the job began: the
     * volume is what it is. A runner that is gone says nothing any more, and is gone a moment after its job succeeded; then what was
     * written down holds, because a contradiction that could be seen when the job asked to be saved has ended the save by then.
     *
     * <p>Proven is only who is proved at the end as well; a job that proved no more than its beginning is known as well as a latched one.
     *
     * @param recorded the level when the restore was decided
     */
    public static Attestation attestLater(
            TrustLevel recorded,
            RunSpec.Job job,
            Runner runner,
            Optional<RunStatus.Proof> start,
            Optional<RunStatus.Proof> end) {
        var contradiction =
                contradiction(job, runner).or(() -> denial(job, start)).or(() -> denial(job, end));
        if (contradiction.isPresent()) {
            return new Attestation(TrustLevel.Claimed, contradiction);
        }
        if (recorded == TrustLevel.Proven) {
            return new Attestation(
                    end.filter(Proven::isVerified).isPresent() ? TrustLevel.Proven : TrustLevel.Latched, contradiction);
        }
        return runner instanceof Runner.Unknown
                ? new Attestation(recorded, contradiction)
                : new Attestation(attest(job, runner, start).level().atMost(recorded), contradiction);
    }

    /** What a job that is not known well enough can do about it. */
    public static String advice(TrustLevel least) {
        return least == TrustLevel.Proven
                ? "Give the job the permission id-token: write, so that it can show a token, or let the operator ask GitHub (status.proofs says what came of either)"
                : "Run it on a runner of a scale set with the job-started hook";
    }

    private static Optional<String> denial(RunSpec.Job job, Optional<RunStatus.Proof> proof) {
        return proof.filter(Proven::denies)
                .map(known -> Objects.requireNonNullElse(known.message(), known.reason()))
                .or(() -> proof.map(RunStatus.Proof::workflowRef)
                        .flatMap(workflow -> ofWorkflow(job, workflow))
                        .map("By its token the job runs %s"::formatted));
    }

    private static Optional<String> contradiction(RunSpec.Job job, Runner runner) {
        return runner instanceof Runner.Ephemeral ephemeral
                ? Stream.of(ofRepository(job, ephemeral), ofRun(job, ephemeral), ofWorkflowOf(job, ephemeral))
                        .flatMap(Optional::stream)
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<String> ofRepository(RunSpec.Job job, Runner.Ephemeral runner) {
        return runner.repository()
                .filter(name -> !name.equalsIgnoreCase(job.repository()))
                .map(name -> "The EphemeralRunner of the pod runs a job of %s, not of %s."
                        .formatted(name, job.repository()));
    }

    private static Optional<String> ofRun(RunSpec.Job job, Runner.Ephemeral runner) {
        return runner.workflowRun()
                .filter(id -> !id.equals(job.runId()))
                .map(id -> "The EphemeralRunner of the pod runs a job of workflow run %d, not of %d."
                        .formatted(id, job.runId()));
    }

    private static Optional<String> ofWorkflowOf(RunSpec.Job job, Runner.Ephemeral runner) {
        return runner.workflowRef()
                .flatMap(workflow -> ofWorkflow(job, workflow))
                .map("The EphemeralRunner of the pod runs %s"::formatted);
    }

    /**
     * A workflow file of a pull request is the pull request's own and writes no other lane. The other way round nothing follows: who calls
     * a workflow of a branch can be a pull request.
     *
     * @param workflow {@code owner/name/path@ref}
     */
    private static Optional<String> ofWorkflow(RunSpec.Job job, String workflow) {
        return Optional.of(workflow.substring(workflow.lastIndexOf(REF) + REF.length()))
                .filter(ref -> ref.startsWith(PULL_REQUESTS))
                .filter(ref -> !Lane.ofRef(ref).equals(Lane.ofRef(job.ref())))
                .map(ref -> "a workflow of %s, which does not write what %s writes.".formatted(ref, job.ref()));
    }

    private TrustPolicy() {}
}
