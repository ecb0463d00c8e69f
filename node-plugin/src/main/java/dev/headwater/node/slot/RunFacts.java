package dev.headwater.node.slot;

import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.control.Report;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.Source;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a run at one moment.
 *
 * @param status what the API server last said; empty while it says nothing
 * @param slotGone whether the slot was taken away, and can never come back
 * @param bound the layers at the volume's place in the slot
 * @param bootId of the running kernel
 * @param stillKnown whether the kernel, in whatever namespace, still knows the file system that was bound
 */
public record RunFacts(
        RunRecord record,
        Optional<RunStatus> status,
        boolean slotGone,
        List<MountEntry> bound,
        Keeper keeper,
        String bootId,
        boolean stillKnown) {

    /**
     * The keeper that {@code status.volume}, or the record, names.
     *
     * @param reachable whether its control volume is published
     * @param source the volume that it holds, where that is sound
     * @param fault why the volume is not handed to the job; looked for before it is bound
     * @param sealReport its report, where there is one
     */
    public record Keeper(
            boolean reachable,
            KeeperMount mount,
            Optional<Source> source,
            Optional<VolumeFault> fault,
            Optional<Report> sealReport) {}
}
