package dev.headwater.operator.kube;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.model.Snapshot;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads snapshots from the API server itself: a choice must not rest on a cache that lost its watch. */
public final class SnapshotReader {
    private final KubernetesClient client;
    private final String vault;

    public SnapshotReader(KubernetesClient client, String vault) {
        this.client = client;
        this.vault = vault;
    }

    /** Whether the cluster serves snapshot.storage.k8s.io/v1. */
    public boolean isServed() {
        return client.supports(VolumeSnapshot.class);
    }

    /** All snapshots of a stream, in no particular order. */
    public List<Snapshot> ofStream(String stream) {
        var snapshots = client.resources(VolumeSnapshot.class)
                .inNamespace(vault)
                .withLabel(Api.LABEL_STREAM, stream)
                .list()
                .getItems();
        if (snapshots.isEmpty()) {
            return List.of();
        }
        var contents = client.resources(VolumeSnapshotContent.class)
                .withLabel(Api.LABEL_STREAM, stream)
                .list()
                .getItems();
        return SnapshotPairing.pair(snapshots, contents);
    }

    /** One snapshot by name; empty if there is none of this name. */
    public Optional<Snapshot> named(String name) {
        return Optional.ofNullable(client.resources(VolumeSnapshot.class)
                        .inNamespace(vault)
                        .withName(name)
                        .get())
                .map(snapshot -> SnapshotPairing.pair(
                                List.of(snapshot), contentOf(snapshot).stream().toList())
                        .getFirst());
    }

    /**
     * What is left of a VolumeSnapshot that somebody deleted: the content that was made for it, and keeps its data. Of several the one that can
     * be restored.
     */
    public Optional<VolumeSnapshotContent> leftOf(String stream, String snapshot) {
        return client
                .resources(VolumeSnapshotContent.class)
                .withLabel(Api.LABEL_STREAM, stream)
                .list()
                .getItems()
                .stream()
                .filter(content -> !VaultObject.isDeleting(content)
                        && content.getSpec().getDeletionPolicy().equals("Retain"))
                .filter(content -> {
                    var reference = content.getSpec().getVolumeSnapshotRef();
                    return reference.getName().equals(snapshot)
                            && reference.getNamespace().equals(vault);
                })
                .max(Comparator.comparing(SnapshotPairing::isReady));
    }

    /** The content that a VolumeSnapshot is bound to, as far as it says so. */
    public Optional<VolumeSnapshotContent> contentOf(VolumeSnapshot snapshot) {
        return SnapshotPairing.contentName(snapshot)
                .map(name -> client.resources(VolumeSnapshotContent.class)
                        .withName(name)
                        .get());
    }
}
