package dev.headwater.operator.retention;

import dev.headwater.operator.kube.SnapshotPairing;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.model.Snapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The VolumeSnapshots of a stream and their contents, as the API server had them at one moment. */
record Shelf(List<VolumeSnapshot> snapshots, List<VolumeSnapshotContent> contents) {

    List<Snapshot> pairs() {
        return SnapshotPairing.pair(snapshots, contents);
    }

    Optional<VolumeSnapshot> snapshot(String name) {
        return snapshots.stream()
                .filter(snapshot -> snapshot.getMetadata().getName().equals(name))
                .findFirst();
    }

    /** The content that is bound to the VolumeSnapshot, as it is to the content. */
    Optional<VolumeSnapshotContent> contentOf(VolumeSnapshot snapshot) {
        return contents.stream()
                .filter(content -> SnapshotPairing.contentName(snapshot)
                        .equals(Optional.of(content.getMetadata().getName())))
                .filter(content -> SnapshotPairing.isBoundBack(snapshot, content))
                .findFirst();
    }

    Optional<VolumeSnapshotContent> content(String name) {
        return contents.stream()
                .filter(content -> content.getMetadata().getName().equals(name))
                .findFirst();
    }

    /** The contents whose VolumeSnapshot is not there. */
    List<VolumeSnapshotContent> lost() {
        var uids = snapshots.stream()
                .map(snapshot -> snapshot.getMetadata().getUid())
                .collect(Collectors.toSet());
        return contents.stream()
                .filter(content -> !VaultObject.isDeleting(content))
                .filter(content -> content.getSpec().getVolumeSnapshotRef() != null
                        && !uids.contains(
                                content.getSpec().getVolumeSnapshotRef().getUid()))
                .toList();
    }

    /** Whether another content stands for the same data. */
    boolean isShared(VolumeSnapshotContent content) {
        var handle = DesiredRemake.handle(content);
        return contents.stream()
                .filter(other -> !other.getMetadata()
                        .getName()
                        .equals(content.getMetadata().getName()))
                .filter(other -> Objects.equals(
                        other.getSpec().getDriver(), content.getSpec().getDriver()))
                .anyMatch(other -> handle.isPresent() && handle.equals(DesiredRemake.handle(other)));
    }
}
