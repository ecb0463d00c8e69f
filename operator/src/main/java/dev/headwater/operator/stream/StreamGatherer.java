package dev.headwater.operator.stream;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.stream.StreamFacts.Setup;
import java.util.List;
import java.util.Objects;

/** Reads what is known of a stream. */
final class StreamGatherer {
    private final StreamReader streams;
    private final SnapshotReader snapshots;

    StreamGatherer(StreamReader streams, SnapshotReader snapshots) {
        this.streams = streams;
        this.snapshots = snapshots;
    }

    StreamFacts gather(BuildSnapshotStream stream) {
        var spec = stream.getSpec();
        var namespace = stream.getMetadata().getNamespace();
        var twins = streams.find(namespace, spec.key(), spec.path()).stream()
                .filter(twin -> twin.getSpec().repository().equals(spec.repository()))
                .toList();
        if (!snapshots.isServed()) {
            return new StreamFacts(stream, twins, new Setup.NoSnapshotApi(), List.of());
        }
        return new StreamFacts(
                stream,
                twins,
                setup(stream),
                snapshots.ofStream(StreamIdentity.of(namespace, spec).hash()));
    }

    private Setup setup(BuildSnapshotStream stream) {
        return streams.settings(stream)
                .map(this::classes)
                .orElseGet(() -> new Setup.PolicyMissing(
                        Objects.requireNonNull(stream.getSpec().policyRef()).name()));
    }

    private Setup classes(PolicySettings settings) {
        var storage = settings.volume().storageClass().filter(name -> !streams.hasStorageClass(name));
        if (storage.isPresent()) {
            return new Setup.StorageClassMissing(storage.get());
        }
        return settings.snapshotClass()
                .filter(name -> !snapshots.hasClass(name))
                .<Setup>map(Setup.SnapshotClassMissing::new)
                .orElseGet(Setup.Sound::new);
    }
}
