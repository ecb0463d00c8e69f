package dev.headwater.e2e.csidriver.state;

import dev.headwater.e2e.csidriver.state.Behaviour.Dependence;
import dev.headwater.e2e.csidriver.state.Plan.Act;
import dev.headwater.e2e.csidriver.state.Plan.Done;
import dev.headwater.e2e.csidriver.state.Plan.Refuse;
import io.grpc.Status.Code;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides about the life of snapshots. */
public final class SnapshotPlanner {
    private final Catalog catalog;
    private final Behaviour behaviour;

    /** Judges requests against what is known and how this cloud behaves. */
    public SnapshotPlanner(Catalog catalog, Behaviour behaviour) {
        this.catalog = catalog;
        this.behaviour = behaviour;
    }

    /** A new snapshot {@code id} cut at {@code now}, or the one that already has this name. */
    public Plan<BlockSnapshot> cut(SnapshotWish wish, String id, Instant now) {
        Optional<BlockSnapshot> existing = catalog.snapshotNamed(wish.name());
        if (existing.isPresent()) {
            return existing.get().volumeId().equals(wish.volumeId())
                    ? new Done<>(existing.get())
                    : new Refuse<>(
                            Code.ALREADY_EXISTS,
                            "A snapshot named " + wish.name() + " exists of "
                                    + existing.get().volumeId() + ".");
        }
        Optional<BlockVolume> volume = catalog.volume(wish.volumeId());
        if (volume.isEmpty()) {
            return new Refuse<>(Code.NOT_FOUND, "There is no volume " + wish.volumeId() + ".");
        }
        long size = volume.get().sizeBytes();
        return new Act<>(new BlockSnapshot(
                id, wish.name(), wish.volumeId(), size, now, now.plus(behaviour.delayFor(size)), wish.dependence()));
    }

    /** What goes with the snapshot: itself, or nothing if it is unknown. A pending one may go as well. */
    public Plan<Removal> delete(String id) {
        Optional<BlockSnapshot> snapshot = catalog.snapshot(id);
        if (snapshot.isEmpty()) {
            return new Done<>(new Removal(List.of(), List.of()));
        }
        List<String> restored = catalog.restoredFrom(id);
        if (behaviour.dependenceOf(snapshot.get()) == Dependence.CLONES && !restored.isEmpty()) {
            return new Refuse<>(
                    Code.FAILED_PRECONDITION,
                    id + " has living restored volumes: " + String.join(", ", restored) + ".");
        }
        return new Act<>(new Removal(List.of(), List.of(id)));
    }
}
