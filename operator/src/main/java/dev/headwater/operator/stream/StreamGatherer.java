package dev.headwater.operator.stream;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.storage.StandingGatherer;
import java.util.List;
import java.util.Objects;

/** Reads what is known of a stream. */
final class StreamGatherer {
    private final StreamReader streams;
    private final SnapshotReader snapshots;
    private final StandingGatherer standings;

    StreamGatherer(StreamReader streams, SnapshotReader snapshots, StandingGatherer standings) {
        this.streams = streams;
        this.snapshots = snapshots;
        this.standings = standings;
    }

    /** @param runs of the stream, as a cache has them */
    StreamFacts gather(BuildSnapshotStream stream, List<BuildSnapshotRun> runs) {
        var spec = stream.getSpec();
        var namespace = stream.getMetadata().getNamespace();
        var twins = streams.find(namespace, spec.key(), spec.path()).stream()
                .filter(twin -> twin.getSpec().repository().equals(spec.repository()))
                .toList();
        var settings = streams.settings(stream);
        var branch = Objects.requireNonNullElse(spec.defaultBranch(), Lane.DEFAULT_BRANCH);
        return new StreamFacts(
                stream,
                twins,
                settings.map(PolicySettings::classes).map(standings::gather),
                settings.map(known -> known.save().within(branch)),
                snapshots.isServed()
                        ? snapshots.ofStream(StreamIdentity.of(namespace, spec).hash())
                        : List.of(),
                runs);
    }
}
