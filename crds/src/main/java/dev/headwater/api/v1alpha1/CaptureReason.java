package dev.headwater.api.v1alpha1;

/** How far the snapshot of a saved volume is: reasons of the condition {@code Captured}, beside those of a save that failed. */
public enum CaptureReason {
    /** As many snapshots are under way as may be at a time; this one is taken in its turn. */
    Queued,
    /** The storage made the snapshot: it is safe, and the volume may go. */
    Cut
}
