package dev.headwater.e2e.chaos;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.e2e.cluster.Cluster;
import dev.headwater.e2e.csidriver.state.Catalog;
import dev.headwater.e2e.csidriver.state.CatalogStore;
import dev.headwater.e2e.world.Leaks;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may not be there at the end: what no story may leave either, what the storage keeps and no object names, and what is being deleted
 * and does not go.
 *
 * @param before ids of what the storage had before the first job
 */
record Residue(World world, Leaks leaks, Set<String> before) {
    private static final String SNAPSHOT_API = "snapshot.storage.k8s.io/v1";

    /** To be taken before the first job. */
    static Residue from(World world) {
        return new Residue(world, Leaks.from(world), stored());
    }

    /** A sentence for each thing. */
    List<String> found() {
        var contents = contents();
        return Stream.of(leaks.found().stream(), unowned(contents), storage(contents), deleting(contents))
                .flatMap(sentences -> sentences)
                .toList();
    }

    private Stream<String> unowned(Collection<GenericKubernetesResource> contents) {
        var snapshots = snapshots().stream()
                .map(snapshot -> snapshot.getMetadata().getUid())
                .collect(Collectors.toSet());
        return contents.stream()
                .filter(content -> !snapshots.contains(content.<String>get("spec", "volumeSnapshotRef", "uid")))
                .map(content -> "VolumeSnapshotContent %s of no snapshot".formatted(name(content)));
    }

    private Stream<String> storage(Collection<GenericKubernetesResource> contents) {
        var named = contents.stream()
                .<String>map(content -> content.get("status", "snapshotHandle"))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        world.client().persistentVolumes().list().getItems().stream()
                .filter(volume -> volume.getSpec().getCsi() != null)
                .forEach(volume -> named.add(volume.getSpec().getCsi().getVolumeHandle()));
        return stored().stream()
                .filter(id -> !before.contains(id) && !named.contains(id))
                .map(id -> "%s, which the storage keeps and no object names".formatted(id));
    }

    private Stream<String> deleting(Collection<GenericKubernetesResource> contents) {
        var client = world.client();
        return Stream.<Collection<? extends HasMetadata>>of(
                        contents,
                        snapshots(),
                        client.pods().inNamespace(World.JOBS).list().getItems(),
                        client.resources(BuildSnapshotRun.class)
                                .inNamespace(World.JOBS)
                                .list()
                                .getItems(),
                        client.resources(BuildSnapshotStream.class)
                                .inNamespace(World.JOBS)
                                .list()
                                .getItems())
                .flatMap(Collection::stream)
                .filter(HasMetadata::isMarkedForDeletion)
                .map(object -> "%s %s, which is being deleted, with finalizers %s"
                        .formatted(object.getKind(), name(object), object.getFinalizers()));
    }

    private Collection<GenericKubernetesResource> snapshots() {
        return world.client()
                .genericKubernetesResources(SNAPSHOT_API, "VolumeSnapshot")
                .inNamespace(World.VAULT)
                .list()
                .getItems();
    }

    private Collection<GenericKubernetesResource> contents() {
        return world.client()
                .genericKubernetesResources(SNAPSHOT_API, "VolumeSnapshotContent")
                .list()
                .getItems();
    }

    /** Volumes and snapshots of the test driver. */
    private static Set<String> stored() {
        try {
            Catalog catalog = new CatalogStore(Cluster.running().storageState()).read();
            var ids = new HashSet<>(catalog.volumes().keySet());
            ids.addAll(catalog.snapshots().keySet());
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }
}
