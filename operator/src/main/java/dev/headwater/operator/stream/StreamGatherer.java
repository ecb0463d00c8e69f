package dev.headwater.operator.stream;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.stream.StreamFacts.Setup;
import java.util.List;

/** Reads what is known of a stream. */
final class StreamGatherer {
    private final StreamReader streams;
    private final SnapshotReader snapshots;
    private final SetupGatherer setups;

    StreamGatherer(StreamReader streams, SnapshotReader snapshots, SetupGatherer setups) {
        this.streams = streams;
        this.snapshots = snapshots;
        this.setups = setups;
    }

    StreamFacts gather(BuildSnapshotStream stream) {
        var spec = stream.getSpec();
        var namespace = stream.getMetadata().getNamespace();
        var twins = streams.find(namespace, spec.key(), spec.path()).stream()
                .filter(twin -> twin.getSpec().repository().equals(spec.repository()))
                .toList();
        return snapshots.isServed()
                ? new StreamFacts(
                        stream,
                        twins,
                        setups.gather(stream),
                        snapshots.ofStream(StreamIdentity.of(namespace, spec).hash()))
                : new StreamFacts(stream, twins, new Setup.NoSnapshotApi(), List.of());
    }
}
