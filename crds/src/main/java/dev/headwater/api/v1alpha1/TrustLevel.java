package dev.headwater.api.v1alpha1;

/** How well it is known whose job a run is, from the least to the most. */
public enum TrustLevel {
    /** The request says so, and nothing speaks for it. */
    Claimed,
    /** Recorded before the job's first step, in a pod of a runner controller that says the same. */
    Latched,
    /** Proven by a token of the job, which its issuer signed for this very run, or by what GitHub says of the job of the pod's runner. */
    Proven;

    /** The lesser of the two: what one holds is worth no more than what it was made from. */
    public TrustLevel atMost(TrustLevel other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** Whether this level is at least the other. */
    public boolean reaches(TrustLevel other) {
        return compareTo(other) >= 0;
    }
}
