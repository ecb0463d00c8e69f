package dev.headwater.operator.storage;

/** What there is of the classes that a policy names. */
sealed interface Setup {
    record Sound(ClassSet classes) implements Setup {}

    record StorageClassMissing(String name) implements Setup {}

    record RestoreClassMissing(String name) implements Setup {}

    record NoDefaultStorageClass() implements Setup {}

    record ImmediateBinding(String storageClass) implements Setup {}

    record RetainedVolumes(String storageClass) implements Setup {}

    record SnapshotClassMissing(String name) implements Setup {}

    record NoDefaultSnapshotClass(String driver) implements Setup {}

    record ForeignDriver(String storageClass, String driver, String snapshotClass, String other) implements Setup {}

    record ForeignRestoreClass(String storageClass, String driver, String restoreClass, String other)
            implements Setup {}

    record NoSnapshotApi() implements Setup {}
}
