package dev.headwater.operator.kube;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.Snapshot.State;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pairs VolumeSnapshots with their contents. What is not bound both ways, or not of one origin, has no lineage. */
public final class SnapshotPairing {

    /** One snapshot for each VolumeSnapshot, in the order given. */
    public static List<Snapshot> pair(List<VolumeSnapshot> snapshots, List<VolumeSnapshotContent> contents) {
        Map<String, VolumeSnapshotContent> byName =
                contents.stream().collect(Collectors.toMap(c -> c.getMetadata().getName(), Function.identity()));
        return snapshots.stream()
                .map(snapshot -> pair(snapshot, contentName(snapshot).map(byName::get)))
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

    /** Whether the content was made for exactly this VolumeSnapshot, by uid. */
    public static boolean isBoundBack(VolumeSnapshot snapshot, VolumeSnapshotContent content) {
        return Optional.ofNullable(content.getSpec().getVolumeSnapshotRef())
                .filter(ref -> snapshot.getMetadata().getUid().equals(ref.getUid()))
                .isPresent();
    }

    private static Snapshot pair(VolumeSnapshot snapshot, Optional<VolumeSnapshotContent> content) {
        return new Snapshot(
                snapshot.getMetadata().getName(),
                content.filter(c -> isBoundBack(snapshot, c)).flatMap(c -> lineage(snapshot, c)),
                state(snapshot, content),
                cutAt(snapshot),
                status(snapshot)
                        .map(VolumeSnapshotStatus::getRestoreSize)
                        .map(Quantity::getNumericalAmount)
                        .map(bytes -> bytes.longValue()));
    }

    private static Optional<Lineage> lineage(VolumeSnapshot snapshot, VolumeSnapshotContent content) {
        return VaultObject.annotation(snapshot, Api.ANNOTATION_LINEAGE)
                .filter(record -> VaultObject.annotation(content, Api.ANNOTATION_LINEAGE)
                        .filter(record::equals)
                        .isPresent())
                .flatMap(Lineage::parse);
    }

    private static State state(VolumeSnapshot snapshot, Optional<VolumeSnapshotContent> content) {
        if (VaultObject.isDeleting(snapshot)
                || content.filter(VaultObject::isDeleting).isPresent()) {
            return State.DELETING;
        }
        if (isReady(snapshot)) {
            return State.READY;
        }
        return cutAt(snapshot).isPresent() ? State.CUT : State.PENDING;
    }

    private static Optional<VolumeSnapshotStatus> status(VolumeSnapshot snapshot) {
        return Optional.ofNullable(snapshot.getStatus());
    }

    private SnapshotPairing() {}
}
