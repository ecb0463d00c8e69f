package dev.headwater.operator.trust;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.model.Lane;
import java.util.Optional;
import java.util.stream.Stream;

/** Which level a job reaches. */
public final class TrustPolicy {
    private static final String REF = "@";
    private static final String PULL_REQUESTS = "refs/pull/";

    /**
     * Latched: what the job says of itself was recorded before its first step, its pod belongs to an EphemeralRunner, and where that one
     * names a repository, a workflow run or a workflow, nothing of it speaks against what the job says.
     */
    public static Attestation attest(RunSpec.Job job, Runner runner) {
        var contradiction = contradiction(job, runner);
        var latched = job.source() == RunSpec.Source.JobStarted
                && runner instanceof Runner.Ephemeral
                && contradiction.isEmpty();
        return new Attestation(latched ? TrustLevel.Latched : TrustLevel.Claimed, contradiction);
    }

    /**
     * The same at the end of a job. What its runner says by now can only lower the level that was written down when the job began: the
     * volume is what it is. A runner that is gone says nothing any more, and is gone a moment after its job succeeded; then what was
     * written down holds, because a contradiction that could be seen when the job asked to be saved has ended the save by then.
     *
     * @param recorded the level when the restore was decided
     */
    public static Attestation attestLater(TrustLevel recorded, RunSpec.Job job, Runner runner) {
        if (runner instanceof Runner.Unknown) {
            return new Attestation(recorded, Optional.empty());
        }
        var now = attest(job, runner);
        return new Attestation(now.level().atMost(recorded), now.contradiction());
    }

    private static Optional<String> contradiction(RunSpec.Job job, Runner runner) {
        return runner instanceof Runner.Ephemeral ephemeral
                ? Stream.of(ofRepository(job, ephemeral), ofRun(job, ephemeral), ofWorkflow(job, ephemeral))
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

    /**
     * A workflow file of a pull request is the pull request's own and writes no other lane. The other way round nothing follows: who calls
     * a workflow of a branch can be a pull request.
     */
    private static Optional<String> ofWorkflow(RunSpec.Job job, Runner.Ephemeral runner) {
        return runner.workflowRef()
                .map(workflow -> workflow.substring(workflow.lastIndexOf(REF) + REF.length()))
                .filter(ref -> ref.startsWith(PULL_REQUESTS))
                .filter(ref -> !Lane.ofRef(ref).equals(Lane.ofRef(job.ref())))
                .map(ref -> "The EphemeralRunner of the pod runs a workflow of %s, which does not write what %s writes."
                        .formatted(ref, job.ref()));
    }

    private TrustPolicy() {}
}
