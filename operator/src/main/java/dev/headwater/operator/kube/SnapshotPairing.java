package dev.headwater.operator.kube;

import dev.headwater.operator.model.Snapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotError;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Pairs VolumeSnapshots with their contents. What is not bound both ways, or not of one origin, has no lineage. */
public final class SnapshotPairing {

    /** One snapshot for each VolumeSnapshot, in the order given. */
    public static List<Snapshot> pair(List<VolumeSnapshot> snapshots, List<VolumeSnapshotContent> contents) {
        var byName = contents.stream().map(ContentHalf::of).collect(Collectors.toMap(ContentHalf::name, half -> half));
        return snapshots.stream()
                .map(SnapshotHalf::of)
                .map(half -> half.with(half.content().map(byName::get)))
                .toList();
    }

    /** Name of the content that the VolumeSnapshot says it is bound to. */
    public static Optional<String> contentName(VolumeSnapshot snapshot) {
        return status(snapshot).map(VolumeSnapshotStatus::getBoundVolumeSnapshotContentName);
    }

    /** When the storage made the snapshot; empty while it has not. */
    public static Optional<Instant> cutAt(VolumeSnapshot snapshot) {
        return status(snapshot).map(VolumeSnapshotStatus::getCreationTime).map(Instant::parse);
    }

    /** Whether a volume can be restored from it, as the snapshot controller noticed. */
    public static boolean isReady(VolumeSnapshot snapshot) {
        return status(snapshot).map(VolumeSnapshotStatus::getReadyToUse).orElse(false);
    }

    /** Whether the storage says that a volume can be restored from it. */
    public static boolean isReady(VolumeSnapshotContent content) {
        return content.getStatus() != null
                && Boolean.TRUE.equals(content.getStatus().getReadyToUse());
    }

    /** What the storage says went wrong with it so far, or that it says nothing. */
    public static String error(VolumeSnapshot snapshot) {
        return status(snapshot)
                .map(VolumeSnapshotStatus::getError)
                .map(VolumeSnapshotError::getMessage)
                .orElse("the storage reports no error.");
    }

    /** Whether the content was made for exactly this VolumeSnapshot, by uid. */
    public static boolean isBoundBack(VolumeSnapshot snapshot, VolumeSnapshotContent content) {
        return Optional.ofNullable(content.getSpec().getVolumeSnapshotRef())
                .filter(ref -> snapshot.getMetadata().getUid().equals(ref.getUid()))
                .isPresent();
    }

    private static Optional<VolumeSnapshotStatus> status(VolumeSnapshot snapshot) {
        return Optional.ofNullable(snapshot.getStatus());
    }

    private SnapshotPairing() {}
}
