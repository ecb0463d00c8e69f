package dev.headwater.node.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.headwater.api.v1alpha1.Milestone;
import dev.headwater.api.v1alpha1.RunSpec;
import org.jspecify.annotations.Nullable;

/**
 * The job's wish for the end of its volume. It counts also if the volume could not be taken away before the step had to be answered.
 *
 * @param requestId of the control file
 * @param mode null: explicit
 * @param until the milestone that the step waits for at most; null: as the policy says
 * @param heard how many bytes of the state file had been read when the step asked: what comes after them is a later word
 * @param ignored what of these was not understood; null: nothing
 * @param answered whether the step has its answer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finish(
        String requestId,
        RunSpec.Wish wish,
        RunSpec.@Nullable Mode mode,
        String reason,
        StepTimeout step,
        @Nullable Milestone until,
        long heard,
        @Nullable String ignored,
        boolean answered) {

    public Finish answer() {
        return new Finish(requestId, wish, mode, reason, step, until, heard, ignored, true);
    }

    /** The step asked so, but the job has said something else since. */
    public Finish overruledBy(RunSpec.Save later) {
        return new Finish(requestId, later.wish(), later.mode(), later.reason(), step, until, heard, ignored, answered);
    }

    /** As the API has it. */
    public RunSpec.Save save() {
        return new RunSpec.Save(wish, reason, mode);
    }
}
