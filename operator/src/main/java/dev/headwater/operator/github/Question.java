package dev.headwater.operator.github;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import java.util.Optional;

/**
 * What is to be found out: whether the job of this runner is the one that a run describes.
 *
 * @param job as the run has it
 * @param runner of the pod, which is gone a moment after its job
 * @param before what was proved when the volume was asked for, where this is for its save
 */
public record Question(TokenUse use, RunSpec.Job job, Runner runner, Optional<RunStatus.Proof> before) {

    /**
     * A runner.
     *
     * @param id as it is registered; empty where nobody knows it any more
     */
    public record Runner(Optional<Long> id, String name) {}

    /** Of the job that got the volume. */
    Optional<String> jobBefore() {
        return before.map(RunStatus.Proof::checkRunId);
    }
}
