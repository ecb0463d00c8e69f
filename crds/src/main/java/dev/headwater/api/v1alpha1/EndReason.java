package dev.headwater.api.v1alpha1;

/**
 * What became of a job's pod whose slot ended with a volume in it, or still to come: reasons of the condition {@code Ended}. Told from what
 * the API server knows of the pod at that moment. A job that a runner cancels by itself ends as its runner does.
 */
public enum EndReason {
    /** All of its containers ended with 0. */
    Succeeded,
    /** A container failed; the message names it, with its exit code. */
    Failed,
    /** The node was drained or short of something, or a taint drove the pod out. */
    Evicted,
    /** It made room for a pod of higher priority. */
    Preempted,
    /** Somebody deleted it while it ran, as whoever cancels a job does. */
    Deleted,
    /** It was gone when it was looked for: deleted with grace 0, or very fast. */
    Gone,
    /** As {@code Gone}, and there is another pod of its name. */
    Replaced,
    /** Its node is gone, out of service or silent for an hour, with everything that was mounted on it. */
    NodeLost,
    /** Its slot ended, and nothing of the pod says why. */
    SlotEnded
}
