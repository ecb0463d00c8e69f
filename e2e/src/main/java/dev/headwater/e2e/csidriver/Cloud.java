package dev.headwater.e2e.csidriver;

import dev.headwater.e2e.csidriver.fault.Faults;
import dev.headwater.e2e.csidriver.host.Images;
import dev.headwater.e2e.csidriver.host.Loop;
import dev.headwater.e2e.csidriver.host.Loops;
import dev.headwater.e2e.csidriver.state.AttachmentPlanner;
import dev.headwater.e2e.csidriver.state.Behaviour;
import dev.headwater.e2e.csidriver.state.BlockSnapshot;
import dev.headwater.e2e.csidriver.state.BlockVolume;
import dev.headwater.e2e.csidriver.state.Catalog;
import dev.headwater.e2e.csidriver.state.CatalogStore;
import dev.headwater.e2e.csidriver.state.Ids;
import dev.headwater.e2e.csidriver.state.Origin;
import dev.headwater.e2e.csidriver.state.Plan;
import dev.headwater.e2e.csidriver.state.Removal;
import dev.headwater.e2e.csidriver.state.SnapshotPlanner;
import dev.headwater.e2e.csidriver.state.SnapshotWish;
import dev.headwater.e2e.csidriver.state.VolumePlanner;
import dev.headwater.e2e.csidriver.state.VolumeWish;
import io.grpc.Status;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Carries out what the planners decide. The order of each pair of steps is such that a kill between them leaves either
 * an image that no record names, which the next start sweeps, or work that the repeated call finds still to be done.
 */
final class Cloud {
    private final CatalogStore store;
    private final Images images;
    private final Loops loops;
    private final Behaviour start;
    private final Faults faults;
    private final InstantSource clock;

    Cloud(CatalogStore store, Images images, Loops loops, Behaviour start, Faults faults, InstantSource clock) {
        this.store = store;
        this.images = images;
        this.loops = loops;
        this.start = start;
        this.faults = faults;
        this.clock = clock;
    }

    /** How the cloud behaves right now. */
    Behaviour behaviour() throws IOException {
        return start.with(faults.settings());
    }

    /** What the cloud knows right now. */
    Catalog catalog() throws IOException {
        return store.read();
    }

    BlockVolume create(VolumeWish wish) throws IOException, InterruptedException {
        Instant now = clock.instant();
        return store.exclusively(catalog -> switch (new VolumePlanner(catalog, behaviour())
                .create(wish, Ids.next(Ids.VOLUME, now), now)) {
            case Plan.Done<BlockVolume>(BlockVolume volume) -> volume;
            case Plan.Act<BlockVolume>(BlockVolume volume) -> {
                switch (volume.origin()) {
                    case Origin.Blank _ -> images.blank(volume.id(), volume.sizeBytes());
                    case Origin.FromSnapshot(String id) -> images.copy(id, volume.id(), volume.sizeBytes());
                    case Origin.FromVolume(String id) -> images.copy(id, volume.id(), volume.sizeBytes());
                }
                store.put(volume);
                yield volume;
            }
            case Plan.Refuse<BlockVolume> refusal -> throw refusal.status().asRuntimeException();
        });
    }

    void deleteVolume(String id) throws IOException, InterruptedException {
        store.exclusively(catalog -> remove(new VolumePlanner(catalog, behaviour()).delete(id)));
    }

    BlockVolume expand(String id, long requiredBytes, long limitBytes) throws IOException, InterruptedException {
        return store.exclusively(catalog -> switch (new VolumePlanner(catalog, behaviour())
                .expand(id, requiredBytes, limitBytes)) {
            case Plan.Done<BlockVolume>(BlockVolume volume) -> volume;
            case Plan.Act<BlockVolume>(BlockVolume volume) -> {
                images.grow(id, volume.sizeBytes());
                Optional<Loop> loop = loops.carrying(images.of(id));
                if (loop.isPresent()) {
                    loops.resize(loop.get());
                }
                store.put(volume);
                yield volume;
            }
            case Plan.Refuse<BlockVolume> refusal -> throw refusal.status().asRuntimeException();
        });
    }

    BlockSnapshot cut(SnapshotWish wish) throws IOException, InterruptedException {
        Instant now = clock.instant();
        return store.exclusively(catalog -> switch (new SnapshotPlanner(catalog, behaviour())
                .cut(wish, Ids.next(Ids.SNAPSHOT, now), now)) {
            case Plan.Done<BlockSnapshot>(BlockSnapshot snapshot) -> snapshot;
            case Plan.Act<BlockSnapshot>(BlockSnapshot snapshot) -> {
                images.copy(snapshot.volumeId(), snapshot.id(), snapshot.sizeBytes());
                store.put(snapshot);
                yield snapshot;
            }
            case Plan.Refuse<BlockSnapshot> refusal -> throw refusal.status().asRuntimeException();
        });
    }

    void deleteSnapshot(String id) throws IOException, InterruptedException {
        store.exclusively(catalog -> remove(new SnapshotPlanner(catalog, behaviour()).delete(id)));
    }

    /** Attaches the volume and brings its device into being, also if only the device is missing. */
    Loop attach(String volumeId, String node) throws IOException, InterruptedException {
        return store.exclusively(catalog -> switch (new AttachmentPlanner(catalog, behaviour())
                .attach(volumeId, node)) {
            case Plan.Done<BlockVolume> _ -> loops.attach(images.of(volumeId));
            case Plan.Act<BlockVolume>(BlockVolume volume) -> {
                store.put(volume);
                yield loops.attach(images.of(volumeId));
            }
            case Plan.Refuse<BlockVolume> refusal -> throw refusal.status().asRuntimeException();
        });
    }

    /** Whether a detach waits for the node. */
    enum Detach {
        /** Refused while the file system is mounted anywhere. */
        CLEAN,
        /** In the books only; the node goes on writing. What a cloud does to a node it believes dead. */
        FORCED
    }

    void detach(String volumeId, Optional<String> node, Detach how) throws IOException, InterruptedException {
        store.exclusively(catalog -> {
            Plan<Optional<BlockVolume>> plan = new AttachmentPlanner(catalog, behaviour()).detach(volumeId, node);
            if (plan instanceof Plan.Act<Optional<BlockVolume>>(Optional<BlockVolume> volume)) {
                if (how == Detach.CLEAN) {
                    release(volumeId);
                }
                store.put(volume.orElseThrow());
            }
            return true;
        });
    }

    /** Frees the volume's device unless it is attached: for volumes without attach, and after a forced detach. */
    void releaseUnattached(String volumeId) throws IOException, InterruptedException {
        store.exclusively(catalog -> {
            if (catalog.volume(volumeId).filter(v -> v.node().isEmpty()).isPresent()) {
                release(volumeId);
            }
            return true;
        });
    }

    /** The volume's device on this machine, a new one if a reboot took it or nobody attaches. */
    Loop device(String volumeId) throws IOException, InterruptedException {
        return loops.attach(images.of(volumeId));
    }

    private void release(String volumeId) throws IOException, InterruptedException {
        Optional<Loop> loop = loops.carrying(images.of(volumeId));
        if (loop.isEmpty()) {
            return;
        }
        if (loops.mounted(loop.get())) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("VolumeInUse: " + volumeId + " is still mounted; unstage it first.")
                    .asRuntimeException();
        }
        loops.detach(loop.get());
    }

    private boolean remove(Plan<Removal> plan) throws IOException, InterruptedException {
        switch (plan) {
            case Plan.Done<Removal> _ -> {}
            case Plan.Act<Removal>(Removal removal) -> {
                for (String id : removal.volumes()) {
                    release(id);
                }
                store.remove(removal);
                for (String id : removal.volumes()) {
                    images.delete(id);
                }
                for (String id : removal.snapshots()) {
                    images.delete(id);
                }
            }
            case Plan.Refuse<Removal> refusal -> throw refusal.status().asRuntimeException();
        }
        return true;
    }
}
