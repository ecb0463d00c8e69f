package dev.headwater.node.slot;

import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.control.Fields;
import dev.headwater.control.Report;
import dev.headwater.node.record.Finish;
import dev.headwater.node.record.Source;
import java.time.Instant;
import java.util.Optional;

/** The one thing to do next for a run. */
public sealed interface RunStep {

    /** Nothing until something changes, or until then. */
    record Wait(Optional<Instant> until) implements RunStep {}

    /** Bind the volume into the slot.
     *
     * @param startEmpty the file system must be empty, and its root is given to the requester
     */
    record Bind(Source source, boolean startEmpty) implements RunStep {}

    /** Write down that this keeper's volume is not sound; another one may come. */
    record Reject(String keeperUid, VolumeFault fault) implements RunStep {}

    /** The volume is bound: tell the job. */
    record Announce(Source source, RunStatus.Restore restore) implements RunStep {}

    /** Something of an earlier attempt is mounted at the volume's place: take it away. */
    record ClearPath() implements RunStep {}

    /** Bind a bounded file system of the node instead. */
    record GiveScratch(String reason, String message) implements RunStep {}

    /** Tell the job that there will be no volume. */
    record Refuse(String reason, String message) implements RunStep {}

    /** The volume is gone from the slot without our doing. */
    record Lose(String sentence) implements RunStep {}

    /** The volume can never be captured. */
    record MarkUnclean(String sentence) implements RunStep {}

    /** Take the volume away from the job, as its step asked. */
    record Detach(Finish finish) implements RunStep {}

    /** Tell the keeper to seal. */
    record OrderSeal() implements RunStep {}

    /** Write down how the sealing ended. */
    record LatchSeal(Report report) implements RunStep {}

    /** Write down that the kernel no longer knows the file system. */
    record ProveUnstaged() implements RunStep {}

    /** Nothing is left of the run, here or in the cluster, that would need its record. */
    record Forget() implements RunStep {}

    /** Tell the step that asked for the end. */
    record AnswerFinish(Finish finish, Fields result) implements RunStep {}
}
