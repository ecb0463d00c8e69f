package dev.headwater.operator.trust;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.TrustLevel;

/** Which level a job reaches. */
public final class TrustPolicy {

    /**
     * Latched: what the job says of itself was recorded before its first step, its pod belongs to an EphemeralRunner, and where that one
     * names a repository or a workflow run, they are the same.
     */
    public static TrustLevel level(RunSpec.Job job, Runner runner) {
        return job.source() == RunSpec.Source.JobStarted
                        && runner instanceof Runner.Ephemeral ephemeral
                        && agrees(ephemeral, job)
                ? TrustLevel.Latched
                : TrustLevel.Claimed;
    }

    private static boolean agrees(Runner.Ephemeral runner, RunSpec.Job job) {
        return runner.repository()
                        .filter(name -> !name.equalsIgnoreCase(job.repository()))
                        .isEmpty()
                && runner.workflowRun().filter(id -> !id.equals(job.runId())).isEmpty();
    }

    private TrustPolicy() {}
}
