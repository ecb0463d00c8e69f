package dev.headwater.operator.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A snapshot of the vault as far as a choice needs it.
 *
 * @param name of the VolumeSnapshot
 * @param lineage present only if VolumeSnapshot and content are bound to each other and carry the same record
 * @param cutAt when the storage made it
 * @param restoreBytes the least size of a volume that it can be restored to, where the driver says so
 * @param driver the CSI driver that it belongs to; empty where its content is not there
 * @param uses as far as they are written on it
 * @param condemned present if it is going to be deleted
 */
public record Snapshot(
        String name,
        Optional<Lineage> lineage,
        State state,
        Optional<Instant> cutAt,
        Optional<Long> restoreBytes,
        Optional<String> driver,
        Uses uses,
        Optional<Condemnation> condemned) {

    /**
     * The newest first, by the order of runs, and never by the clock or by how a list happens to lie; names break ties. What has no lineage
     * comes last.
     */
    public static final Comparator<Snapshot> NEWEST_FIRST = Comparator.comparing(
                    Snapshot::order, Comparator.reverseOrder())
            .thenComparing(Snapshot::name, Comparator.reverseOrder());

    private static final RunOrder BEFORE_ALL = new RunOrder(Long.MIN_VALUE, 0);

    /** How far the snapshot is. */
    public enum State {
        /** Not cut: nothing exists that could be restored. */
        PENDING,
        /** Cut, but not yet restorable. */
        CUT,
        READY,
        /** The storage says that it could not be made. It may still try again. */
        FAILED,
        /** Ready by its own word, but it and its content do not point at each other. */
        HALF_BOUND,
        /** It, or its content, is being deleted. */
        DELETING
    }

    /** Whether a new volume may be made of it: ready, not being deleted, and of proven origin. */
    public boolean isRestorable() {
        return state == State.READY && lineage.isPresent();
    }

    /** The same, with what else is known of its use. */
    public Snapshot and(Uses known) {
        return new Snapshot(name, lineage, state, cutAt, restoreBytes, driver, uses.and(known), condemned);
    }

    private RunOrder order() {
        return lineage.map(Lineage::order).orElse(BEFORE_ALL);
    }
}
