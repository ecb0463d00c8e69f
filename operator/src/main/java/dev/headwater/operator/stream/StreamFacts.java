package dev.headwater.operator.stream;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.model.Snapshot;
import java.util.List;

/**
 * What is known of a stream.
 *
 * @param twins every stream of the same identity, itself included
 * @param snapshots those of its identity, in whatever order
 */
public record StreamFacts(
        BuildSnapshotStream stream, List<BuildSnapshotStream> twins, Setup setup, List<Snapshot> snapshots) {

    /** Whether what the stream needs is there. */
    public sealed interface Setup {
        record Sound() implements Setup {}

        record PolicyMissing(String name) implements Setup {}

        record StorageClassMissing(String name) implements Setup {}

        record NoDefaultStorageClass() implements Setup {}

        record ImmediateBinding(String storageClass) implements Setup {}

        record SnapshotClassMissing(String name) implements Setup {}

        record NoDefaultSnapshotClass(String driver) implements Setup {}

        record ForeignDriver(String storageClass, String driver, String snapshotClass, String other) implements Setup {}

        record NoSnapshotApi() implements Setup {}
    }
}
