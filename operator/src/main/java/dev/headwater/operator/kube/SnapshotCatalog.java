package dev.headwater.operator.kube;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.model.Snapshot;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All snapshots of the vault by stream, kept up to date by two watches. Good enough to find a snapshot to restore, which is looked at once
 * more before anything is made of it; never good enough to say that there is none.
 */
public final class SnapshotCatalog {
    private final IndexedStore<VolumeSnapshot, SnapshotHalf> snapshots =
            new IndexedStore<>(SnapshotHalf::of, IndexedStore::byStream, VolumeSnapshot::new);
    private final IndexedStore<VolumeSnapshotContent, ContentHalf> contents =
            new IndexedStore<>(ContentHalf::of, IndexedStore::byStream, VolumeSnapshotContent::new);

    private final Function<SnapshotCatalog, List<SharedIndexInformer<?>>> begin;
    private List<SharedIndexInformer<?>> watches = List.of();

    private SnapshotCatalog(Function<SnapshotCatalog, List<SharedIndexInformer<?>>> begin) {
        this.begin = begin;
    }

    /** Filled by its watches, once it is asked. */
    public static SnapshotCatalog watching(KubernetesClient client, String vault) {
        return new SnapshotCatalog(catalog -> catalog.watches(client, vault));
    }

    /** Filled by nobody but its owner, and so never current. */
    public static SnapshotCatalog unwatched() {
        return new SnapshotCatalog(_ -> List.of());
    }

    /** The store that VolumeSnapshots go into as they come from the API server. */
    public ItemStore<VolumeSnapshot> snapshotStore() {
        return snapshots;
    }

    /** The same for their contents. */
    public ItemStore<VolumeSnapshotContent> contentStore() {
        return contents;
    }

    /** All snapshots of a stream that have arrived, in no particular order. */
    public List<Snapshot> ofStream(String stream) {
        return snapshots.of(stream).stream()
                .map(half -> half.with(half.content().flatMap(contents::value)))
                .toList();
    }

    /** Names of a stream's contents whose VolumeSnapshot is not there. */
    public List<String> lostOfStream(String stream) {
        var uids = snapshots.of(stream).stream().map(SnapshotHalf::uid).collect(Collectors.toSet());
        return contents.of(stream).stream()
                .filter(content -> !content.deleting() && !uids.contains(content.snapshotUid()))
                .map(ContentHalf::name)
                .toList();
    }

    /** Names of all of a stream's contents. */
    public List<String> contentsOfStream(String stream) {
        return contents.of(stream).stream().map(ContentHalf::name).toList();
    }

    /** A snapshot of the vault, as far as it has arrived. */
    public Optional<Snapshot> named(String vault, String name) {
        return snapshots
                .value(vault + "/" + name)
                .map(half -> half.with(half.content().flatMap(contents::value)));
    }

    /** The streams that contents are of. */
    public Set<String> streams() {
        return contents.keys();
    }

    /**
     * Whether both watches are alive and have seen everything that there was when they began. The first question begins them; the cluster
     * has to serve snapshots by then.
     */
    public synchronized boolean isCurrent() {
        if (watches.isEmpty()) {
            watches = begin.apply(this);
            watches.forEach(SharedIndexInformer::start);
        }
        return !watches.isEmpty() && watches.stream().allMatch(watch -> watch.hasSynced() && watch.isWatching());
    }

    private List<SharedIndexInformer<?>> watches(KubernetesClient client, String vault) {
        return List.of(
                client.resources(VolumeSnapshot.class)
                        .inNamespace(vault)
                        .withLabelSelector(Role.SNAPSHOT.selector())
                        .runnableInformer(0)
                        .itemStore(snapshots),
                client.resources(VolumeSnapshotContent.class)
                        .withLabel(Api.LABEL_STREAM)
                        .runnableInformer(0)
                        .itemStore(contents));
    }
}
