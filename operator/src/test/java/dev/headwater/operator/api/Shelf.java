package dev.headwater.operator.api;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Lineage;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContentBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotStatusBuilder;

/** Snapshots of the vault that earlier runs left. */
final class Shelf {
    private final KubernetesClient client;

    Shelf(KubernetesClient client) {
        this.client = client;
    }

    /** A ready one, bound both ways. */
    void holds(String name, Lineage lineage) {
        var snapshot = client.resource(new VolumeSnapshotBuilder()
                        .withNewMetadata()
                        .withNamespace(Given.VAULT)
                        .withName(name)
                        .addToLabels(Api.LABEL_ROLE, "snapshot")
                        .addToLabels(Api.LABEL_STREAM, lineage.stream().hash())
                        .addToAnnotations(Api.ANNOTATION_LINEAGE, lineage.toJson())
                        .endMetadata()
                        .withNewSpec()
                        .withNewSource()
                        .withVolumeSnapshotContentName("content-" + name)
                        .endSource()
                        .endSpec()
                        .build())
                .create();
        client.resource(new VolumeSnapshotContentBuilder()
                        .withNewMetadata()
                        .withName("content-" + name)
                        .addToLabels(Api.LABEL_STREAM, lineage.stream().hash())
                        .addToAnnotations(Api.ANNOTATION_LINEAGE, lineage.toJson())
                        .endMetadata()
                        .withNewSpec()
                        .withDeletionPolicy("Retain")
                        .withDriver(Given.DRIVER)
                        .withNewSource("snap-" + name, null)
                        .withNewVolumeSnapshotRef()
                        .withNamespace(Given.VAULT)
                        .withName(name)
                        .withUid(snapshot.getMetadata().getUid())
                        .endVolumeSnapshotRef()
                        .endSpec()
                        .build())
                .create();
        client.resources(VolumeSnapshotContent.class)
                .withName("content-" + name)
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"status\":{\"snapshotHandle\":\"snap-%s\",\"readyToUse\":true}}".formatted(name));
        client.resource(snapshot).editStatus(known -> {
            known.setStatus(new VolumeSnapshotStatusBuilder()
                    .withBoundVolumeSnapshotContentName("content-" + name)
                    .withCreationTime("2026-11-22T12:00:00Z")
                    .withReadyToUse(true)
                    .build());
            return known;
        });
    }

    void clear() {
        client.resources(VolumeSnapshot.class).inNamespace(Given.VAULT).delete();
        client.resources(VolumeSnapshotContent.class).delete();
    }
}
