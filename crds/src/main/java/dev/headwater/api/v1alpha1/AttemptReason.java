package dev.headwater.api.v1alpha1;

/**
 * Why an attempt to get a volume failed, and with that what is done next.
 *
 * <p>Those of one class in the order of a volume's way: the first that is heard of is the cause of those after it.
 */
public enum AttemptReason {
    /** The chosen snapshot was deleted, or is not ready any more; the next candidate is tried. */
    SnapshotGone(Failure.CandidateBroken),
    /** The storage makes no volume of this snapshot; the next candidate is tried. */
    SnapshotRefused(Failure.CandidateBroken),
    /** The snapshot needs a larger volume than the policy's maxSize; the next candidate is tried. */
    SnapshotTooLarge(Failure.CandidateBroken),
    /** The restored file system cannot be mounted, or has errors; the next candidate is tried. */
    FileSystemBroken(Failure.CandidateBroken),
    /** The restored volume has no readable record, or one of another stream, path or platform; the next candidate is tried. */
    RecordMismatch(Failure.CandidateBroken),
    /** The attempt took longer than the policy's attemptTimeout; the next candidate is tried. */
    AttemptTimedOut(Failure.CandidateBroken),

    /** The job's node cannot take the keeper: no room, or as many volumes as it can hold. */
    Unschedulable(Failure.PlaceUnavailable),
    /** A quota of the vault is used up, or something else refuses its objects. */
    Forbidden(Failure.PlaceUnavailable),
    /** The storage makes no volume now: a limit, throttling, or a driver that does not answer. */
    StorageUnavailable(Failure.PlaceUnavailable),
    /** The volume cannot be attached to the job's node. */
    AttachFailed(Failure.PlaceUnavailable),
    /** The node cannot mount the volume now. */
    MountUnavailable(Failure.PlaceUnavailable),

    /** The volume lies in a zone that the job's node is not in; it is made again once. */
    WrongZone(Failure.Interrupted),
    /** The claim was deleted, or lost its volume; it is made again. */
    ClaimLost(Failure.Interrupted),
    /** The keeper was deleted or ended; volume and keeper are made again. */
    KeeperLost(Failure.Interrupted);

    private final Failure failure;

    AttemptReason(Failure failure) {
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }

    /** What a failed attempt says of the candidate. */
    public enum Failure {
        /** It will not do: the next one is tried. */
        CandidateBroken,
        /** Nothing: no other candidate would do better here and now. */
        PlaceUnavailable,
        /** Nothing: it is tried again. */
        Interrupted
    }
}
