package dev.headwater.operator.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A snapshot of the vault as far as a choice needs it.
 *
 * @param name of the VolumeSnapshot
 * @param lineage present only if VolumeSnapshot and content are bound to each other and carry the same record
 * @param cutAt when the storage made it
 * @param restoreBytes the least size of a volume that it can be restored to, where the driver says so
 */
public record Snapshot(
        String name, Optional<Lineage> lineage, State state, Optional<Instant> cutAt, Optional<Long> restoreBytes) {

    /** How far the snapshot is. */
    public enum State {
        /** Not cut: nothing exists that could be restored. */
        PENDING,
        /** Cut, but not yet restorable. */
        CUT,
        READY,
        /** It, or its content, is being deleted. */
        DELETING
    }

    /** Whether a new volume may be made of it: ready, not being deleted, and of proven origin. */
    public boolean isRestorable() {
        return state == State.READY && lineage.isPresent();
    }
}
