package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.kube.Role;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.Sha256;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContentBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContentStatus;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Optional;

/** The pair that stands for a snapshot whose VolumeSnapshot was deleted by hand. */
final class DesiredRemake {
    private static final int HEX_DIGITS = 32;

    /** Name of the content that takes another one's place; the same whoever makes it. */
    static String successorOf(VolumeSnapshotContent content) {
        return "headwater-" + Sha256.hex(content.getMetadata().getUid()).substring(0, HEX_DIGITS);
    }

    /** What the storage calls the snapshot; empty while it has not made it. */
    static Optional<String> handle(VolumeSnapshotContent content) {
        return Optional.ofNullable(content.getSpec().getSource().getSnapshotHandle())
                .or(() -> Optional.ofNullable(content.getStatus()).map(VolumeSnapshotContentStatus::getSnapshotHandle));
    }

    /** Free for a new VolumeSnapshot of the old one's name. */
    static VolumeSnapshotContent content(VolumeSnapshotContent old, String handle, Lineage lineage) {
        var spec = old.getSpec();
        return new VolumeSnapshotContentBuilder()
                .withNewMetadata()
                .withName(successorOf(old))
                .addToLabels(Api.LABEL_STREAM, lineage.stream().hash())
                .addToAnnotations(
                        Api.ANNOTATION_LINEAGE,
                        VaultObject.annotation(old, Api.ANNOTATION_LINEAGE).orElseThrow())
                .endMetadata()
                .withNewSpec()
                .withDeletionPolicy("Retain")
                .withDriver(spec.getDriver())
                .withVolumeSnapshotClassName(spec.getVolumeSnapshotClassName())
                .withSourceVolumeMode(spec.getSourceVolumeMode())
                .withNewSource(handle, null)
                .withNewVolumeSnapshotRef()
                .withApiVersion("snapshot.storage.k8s.io/v1")
                .withKind("VolumeSnapshot")
                .withNamespace(spec.getVolumeSnapshotRef().getNamespace())
                .withName(spec.getVolumeSnapshotRef().getName())
                .endVolumeSnapshotRef()
                .endSpec()
                .build();
    }

    /** Like the one that was deleted, but of the content instead of a claim. */
    static VolumeSnapshot snapshot(VolumeSnapshotContent content, Lineage lineage) {
        var reference = content.getSpec().getVolumeSnapshotRef();
        return new VolumeSnapshotBuilder()
                .withMetadata(VaultObject.metadata(
                        new ResourceID(reference.getName(), lineage.namespace()),
                        lineage.runUid(),
                        reference.getNamespace(),
                        Role.SNAPSHOT,
                        lineage.stream().hash()))
                .editMetadata()
                .addToAnnotations(
                        Api.ANNOTATION_LINEAGE,
                        VaultObject.annotation(content, Api.ANNOTATION_LINEAGE).orElseThrow())
                .endMetadata()
                .withNewSpec()
                .withVolumeSnapshotClassName(content.getSpec().getVolumeSnapshotClassName())
                .withNewSource()
                .withVolumeSnapshotContentName(content.getMetadata().getName())
                .endSource()
                .endSpec()
                .build();
    }

    private DesiredRemake() {}
}
