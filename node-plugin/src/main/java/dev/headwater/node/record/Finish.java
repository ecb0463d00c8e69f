package dev.headwater.node.record;

import dev.headwater.api.v1alpha1.RunSpec;

/**
 * The job's wish for the end of its volume. It counts also if the volume could not be taken away before the step had to be answered.
 *
 * @param requestId of the control file
 * @param answered whether the step has its answer
 */
public record Finish(String requestId, RunSpec.Wish wish, String reason, StepTimeout step, boolean answered) {

    public Finish answer() {
        return new Finish(requestId, wish, reason, step, true);
    }
}
