package dev.headwater.node.slot;

import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.Source;
import java.util.List;
import java.util.Optional;

/**
 * Which mounts a run hangs on: those of the job's pod, those of the keeper's, and all of the file system that was bound. Where the driver
 * stages the volume is looked at only together with the keeper's mount, which the kubelet makes later.
 *
 * @param keeperUid empty until the API server names a keeper, which is a reason of its own to look at the run
 * @param device {@code major:minor} of what is, or is about to be, bound
 */
public record MountInterest(String podUid, Optional<String> keeperUid, Optional<String> device) {

    public static MountInterest of(RunRecord record, Optional<RunStatus> status) {
        return new MountInterest(
                record.spec().pod().uid(),
                Holder.of(record, status).map(Holder::uid),
                record.local().bound().map(Source::device));
    }

    /** Whether one of these mounts tells the run something. */
    public boolean isIn(List<MountEntry> changed) {
        return changed.stream()
                .anyMatch(mount -> mount.mountPoint().contains(podUid)
                        || keeperUid.filter(mount.mountPoint()::contains).isPresent()
                        || device.filter(mount.device()::equals).isPresent());
    }
}
