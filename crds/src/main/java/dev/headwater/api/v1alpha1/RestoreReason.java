package dev.headwater.api.v1alpha1;

/** Why a run restores what it restores. The same word in status, event, log, metric and the job's result. */
public enum RestoreReason {
    /** The newest snapshot of the run's own lane. */
    HeadOfLane,
    /** The newest snapshot of the run's own lane whose key begins with one of the request's restore-keys. */
    RestoreKeyOfLane,
    /** The newest snapshot of the branch that the pull request wants to be merged into. */
    HeadOfBaseBranch,
    /** The newest snapshot of that branch whose key begins with one of the request's restore-keys. */
    RestoreKeyOfBaseBranch,
    /** The newest snapshot of the default branch. */
    HeadOfDefaultBranch,
    /** The newest snapshot of the default branch whose key begins with one of the request's restore-keys. */
    RestoreKeyOfDefaultBranch,
    /** None of the lanes that were looked at has a snapshot: a new, empty volume. */
    NoSnapshot,
    /** Every snapshot of the lanes that were looked at was refused: a new, empty volume. */
    AllRefused,
    /** The stream is suspended; the job runs cold. */
    Suspended,
    /** Less is known of the job than the policy's {@code trust.read} asks for; the job runs cold. */
    NotTrustedEnough,
    /** More than one policy would make a stream for the request; the job runs cold. */
    AmbiguousPolicy,
    /** The policy has made as many streams as it may; the job runs cold. */
    TooManyStreams,
    /** No stream of this namespace has the key and path; the job runs cold. */
    UnknownStream,
    /** The stream belongs to another repository; the job runs cold. */
    WrongRepository,
    /** The policy that the stream names does not exist; the job runs cold. */
    UnknownPolicy,
    /** The cluster serves no VolumeSnapshots (snapshot.storage.k8s.io/v1); the job runs cold. */
    NoSnapshotApi,
    /** The path is not directly below the mount path of the slot; nothing can be mounted there. */
    PathNotInSlot,
    /** The pod, its uid or its node is not what the request says. */
    PodNotFound,
    /** A volume is already attached at this path. */
    AlreadyAttached,
    /** The request file was not understood. */
    BadRequest,
    /** Nothing could be attached before the deadline; the job runs cold. */
    TimedOut,
    /** The claim, its volume or its keeper failed; the job runs cold. */
    VolumeFailed,
    /** Each snapshot that would fit turned out to be broken; the job runs cold, because a failed restore is no reason to start anew. */
    CandidatesBroken,
    /** The job's node or the storage had no place for a volume until the deadline; the job runs cold. */
    PlaceUnavailable,
    /** The policy's concurrentRuns are under way already; the job runs cold. */
    TooManyRuns,
    /** Volumes that are mounted into the slot cannot appear in the pod's containers. */
    NoPropagation,
    /** Too many volumes are attached through this slot. */
    TooManyVolumes
}
