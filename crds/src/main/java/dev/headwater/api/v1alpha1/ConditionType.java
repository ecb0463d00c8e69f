package dev.headwater.api.v1alpha1;

/** Types of the conditions of streams and runs. */
public enum ConditionType {
    /** Stream: its spec is sound. */
    Accepted,
    /** Stream: whether only jobs that somebody speaks for can write its lanes; the message says who can. */
    Trusted,
    /** Stream: jobs can be served. */
    Ready,
    /** Stream: the last saves of a lane were all superseded by the same later run. */
    LaneStuck,
    /** Run: the volume is visible to the job (True), or was and left, or never came (False). Written by the node plugin. */
    Attached,
    /** Run: what is restored is decided and the volume exists. */
    Restored,
    /** Run: the pod's end took the volume from the job, not a step; the reason says what became of the pod. */
    Ended,
    /** Run: the keeper has sealed the volume. */
    Sealed,
    /** Run: a snapshot of the volume is cut (True), is to be (Unknown), or will not be (False); until it is cut with the reason of the verdict. */
    Captured,
    /** Run: nothing more will happen; the reason says how it ended. */
    Complete
}
