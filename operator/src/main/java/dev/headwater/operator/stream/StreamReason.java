package dev.headwater.operator.stream;

/** Reasons of a stream's conditions. */
enum StreamReason {
    Accepted,
    Serving,
    /** An older stream has the same repository, key and path. */
    Duplicate,
    UnknownPolicy,
    UnknownStorageClass,
    UnknownSnapshotClass,
    NoSnapshotApi
}
