package dev.headwater.api.v1alpha1;

/** Reasons of a stream's conditions. */
public enum StreamReason {
    /** The last verdicts on a lane were {@code Superseded}: what its jobs save never becomes its head. */
    LaneSuperseded,
    /** No lane is superseded again and again. */
    LanesMove,
    /** Spec, policy and classes are sound. */
    Accepted,
    /** Jobs of the repository are served. */
    Serving,
    /** {@code spec.suspend} is true: jobs run cold, and nothing is saved. */
    Suspended,
    /** Another stream has the same repository, key and path, and serves: the older one, or a person's before one made on first use. */
    Duplicate,
    /** The policy that the stream names does not exist. */
    UnknownPolicy,
    /** The StorageClass that the policy names does not exist. */
    UnknownStorageClass,
    /** The policy names no StorageClass, and the cluster has no default. */
    NoDefaultStorageClass,
    /** The StorageClass binds volumes before it is known on which node they are needed. */
    ImmediateBinding,
    /** The VolumeSnapshotClass that the policy names does not exist. */
    UnknownSnapshotClass,
    /** The policy names no VolumeSnapshotClass, and the driver of its volumes has not exactly one default. */
    NoDefaultSnapshotClass,
    /** VolumeSnapshotClass and StorageClass belong to different drivers. */
    ForeignDriver,
    /** The StorageClass keeps volumes when their claims are deleted: each job would leave one behind. */
    RetainedVolumes,
    /** Whether snapshots of the classes stand alone is being found out; jobs are served, and what they save is cut afterwards. */
    ProbingClasses,
    /** A snapshot of the classes needs the volume that it was cut from, or is needed by volumes restored from it. */
    ClassNotIndependent,
    /** The cluster serves no VolumeSnapshots (snapshot.storage.k8s.io/v1). */
    NoSnapshotApi,
    /** Only jobs whose runner speaks for them write the stream's lanes. */
    WritersAttested,
    /** {@code trust.write} is Claimed: whoever can make a pod with a slot in the namespace can write the stream's lanes. */
    WritersClaimed,
    /** {@code save.events} names an event that people without write access to the repository can cause: their code may write a branch's lane. */
    EventsOfAnybody,
    /** {@code save.when} is Never: no job writes the stream's lanes. */
    NobodyWrites
}
