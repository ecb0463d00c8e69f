package dev.headwater.api.v1alpha1;

/** Why a snapshot was not restored although its place was looked at. The same word in status, log and explanation. */
public enum RefusalReason {
    /** It, or its content, is being deleted. */
    Deleting,
    /** The storage has not made it yet, or has not said that it can be restored. */
    NotReady,
    /** The storage says that it could not be made. */
    Failed,
    /** The VolumeSnapshot and its content are not bound to each other. */
    HalfBound,
    /** The records of its origin are missing, unreadable, or not the same on both objects; or they name another stream. */
    LineageUnproven,
    /** The stream names it in {@code exclude}. */
    Excluded,
    /** It was built on a snapshot that the stream names in {@code exclude}. */
    DescendsFromExcluded,
    /** It was cut before the stream's {@code notBefore}. */
    TooOld,
    /** It belongs to another CSI driver than the StorageClass of the policy. */
    ForeignDriver,
    /** It, or what it was built on, was saved by a run of which less is known than the policy's {@code trust.read} asks for. */
    CandidateNotTrustedEnough,
    /** It is going to be deleted: status {@code condemned} of the stream says why. */
    Condemned,
    /** No volume could be made of it for this run before. */
    CandidateBroken,
    /** The stream that it belongs to is suspended. */
    Suspended
}
