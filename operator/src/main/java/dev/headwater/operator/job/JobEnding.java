package dev.headwater.operator.job;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.kube.JobPod;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the job still uses the volume, or may still get it. */
public sealed interface JobEnding {

    /** It does, or may. */
    record Using(boolean attached) implements JobEnding {}

    /** It does not any more: the volume left the slot, or was never in it. */
    record Released(RunSpec.Released released, boolean wasAttached) implements JobEnding {}

    /** The node is gone with everything that was mounted on it. */
    record Lost(boolean wasAttached) implements JobEnding {}

    /**
     * A step can only save or skip what is attached, and a request that was answered otherwise never is: in both cases the cause says
     * it before the plugin's journal entry arrives.
     */
    static JobEnding of(RunSpec spec, @Nullable RunStatus status, JobPod pod) {
        var attached = Optional.ofNullable(status)
                .map(RunStatus::slot)
                .map(RunStatus.Slot::attachedAt)
                .isPresent();
        var released = spec.released();
        if (released != null) {
            return new Released(released, attached || released.cause() == RunSpec.Cause.Step);
        }
        return pod instanceof JobPod.GoneWithNode ? new Lost(attached) : new Using(attached);
    }

    /** What became of the pod, where it was the pod that ended, and not a step or the answer to a request. */
    static Optional<PodEnd> podEnd(RunSpec spec, JobPod pod) {
        var released = spec.released();
        return released == null || released.cause() == RunSpec.Cause.SlotEnded
                ? Optional.of(PodEnd.of(pod))
                : Optional.empty();
    }
}
