package dev.headwater.operator.kube;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.model.Condemnation;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.Snapshot.State;
import dev.headwater.operator.model.Uses;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * What a VolumeSnapshot says of itself. It counts only together with its content.
 *
 * @param content name of the content that it says it is bound to
 * @param record digest of the record of its origin, which is only believed if the content has the same
 * @param state not ready, or ready by its own word
 */
record SnapshotHalf(
        String name,
        String uid,
        Optional<String> content,
        Optional<Lineage> lineage,
        Optional<String> record,
        State state,
        Optional<Instant> cutAt,
        Optional<Long> restoreBytes,
        Uses uses,
        Optional<Condemnation> condemned) {

    static SnapshotHalf of(VolumeSnapshot snapshot) {
        var record = VaultObject.annotation(snapshot, Api.ANNOTATION_LINEAGE);
        return new SnapshotHalf(
                snapshot.getMetadata().getName(),
                snapshot.getMetadata().getUid(),
                SnapshotPairing.contentName(snapshot),
                record.flatMap(Lineage::parse),
                record.map(ContentHalf::digest),
                state(snapshot),
                SnapshotPairing.cutAt(snapshot),
                Optional.ofNullable(snapshot.getStatus())
                        .map(VolumeSnapshotStatus::getRestoreSize)
                        .map(Quantity::getNumericalAmount)
                        .map(bytes -> bytes.longValue()),
                uses(snapshot),
                VaultObject.annotation(snapshot, Api.ANNOTATION_CONDEMNED).flatMap(Condemnation::parse));
    }

    private static Uses uses(VolumeSnapshot snapshot) {
        var last = VaultObject.instant(snapshot, Api.ANNOTATION_LAST_USED);
        var asBase = VaultObject.instant(snapshot, Api.ANNOTATION_LAST_USED_AS_BASE);
        return last.isEmpty() && asBase.isEmpty() ? Uses.NONE : new Uses(last, asBase);
    }

    /** Both halves together. What is not bound both ways, or not of one origin, has no lineage. */
    Snapshot with(Optional<ContentHalf> other) {
        var bound = other.filter(half -> half.snapshotUid().equals(uid));
        return new Snapshot(
                name,
                lineage.filter(_ -> bound.flatMap(ContentHalf::record).equals(record)),
                state(other, bound),
                cutAt,
                restoreBytes,
                other.map(ContentHalf::driver),
                uses,
                condemned);
    }

    private State state(Optional<ContentHalf> other, Optional<ContentHalf> bound) {
        if (other.filter(ContentHalf::deleting).isPresent()) {
            return State.DELETING;
        }
        return state == State.READY && bound.isEmpty() ? State.HALF_BOUND : state;
    }

    private static State state(VolumeSnapshot snapshot) {
        if (VaultObject.isDeleting(snapshot)) {
            return State.DELETING;
        }
        if (SnapshotPairing.isReady(snapshot)) {
            return State.READY;
        }
        if (snapshot.getStatus() != null && snapshot.getStatus().getError() != null) {
            return State.FAILED;
        }
        return SnapshotPairing.cutAt(snapshot).isPresent() ? State.CUT : State.PENDING;
    }
}
