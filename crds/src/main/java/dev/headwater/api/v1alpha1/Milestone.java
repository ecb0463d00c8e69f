package dev.headwater.api.v1alpha1;

/** How far a save has come when a step no longer waits for it; the later ones wait longer. */
public enum Milestone {
    /** The job no longer has the volume. */
    Detached,
    /** The snapshot is taken: whatever happens, the content is safe. */
    Cut,
    /** The snapshot can be restored. */
    Ready
}
