package dev.headwater.operator.restore;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.OnDemandRules;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.model.StreamRules;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds what serves a request: a stream, or a policy that makes one. */
final class MatchGatherer {
    private final StreamReader streams;
    private final SnapshotReader snapshots;

    MatchGatherer(StreamReader streams, SnapshotReader snapshots) {
        this.streams = streams;
        this.snapshots = snapshots;
    }

    StreamMatch match(String namespace, RunSpec spec) {
        if (!snapshots.isServed()) {
            return new StreamMatch.NoSnapshotApi();
        }
        var wanted = StreamIdentity.of(namespace, spec);
        var found = streams.find(namespace, wanted.key(), wanted.path());
        return StreamMatch.ofRepository(found, wanted.repository())
                .map(this::ofStream)
                .or(() -> onDemand(wanted, spec.job()))
                .orElseGet(() -> found.isEmpty()
                        ? new StreamMatch.None()
                        : new StreamMatch.OtherRepository(
                                found.getFirst().getMetadata().getName()));
    }

    private StreamMatch ofStream(BuildSnapshotStream stream) {
        return streams.settings(stream)
                .<StreamMatch>map(settings -> StreamMatch.Serves.of(stream, settings))
                .orElseGet(() -> new StreamMatch.PolicyMissing(
                        stream.getMetadata().getName(),
                        Objects.requireNonNull(stream.getSpec().policyRef()).name(),
                        StreamRules.of(stream.getSpec())));
    }

    private Optional<StreamMatch> onDemand(StreamIdentity wanted, RunSpec.Job job) {
        var rules = streams.onDemand(wanted.namespace()).stream()
                .filter(policy -> policy.covers(wanted))
                .toList();
        return switch (rules.size()) {
            case 0 -> Optional.empty();
            case 1 -> byPolicy(rules.getFirst(), wanted, job);
            default -> Optional.of(new StreamMatch.Ambiguous(names(rules)));
        };
    }

    /** A policy that was deleted since it was listed makes nothing. */
    private Optional<StreamMatch> byPolicy(OnDemandRules rules, StreamIdentity wanted, RunSpec.Job job) {
        var makes = OnDemandRules.mayBeMadeBy(job);
        if (makes && streams.madeFor(wanted.namespace(), rules.policy()).size() >= rules.maxStreams()) {
            return Optional.of(new StreamMatch.Full(rules.policy(), rules.maxStreams()));
        }
        return streams.settings(wanted.namespace(), rules.policy())
                .map(settings -> serves(rules, wanted, makes, settings));
    }

    private static StreamMatch serves(
            OnDemandRules rules, StreamIdentity wanted, boolean makes, PolicySettings settings) {
        return new StreamMatch.Serves(
                makes ? Optional.of(OnDemandRules.streamName(wanted)) : Optional.empty(),
                new Lane.Branch(rules.defaultBranch()),
                StreamRules.NONE,
                settings.within(rules.defaultBranch()));
    }

    private static List<String> names(List<OnDemandRules> rules) {
        return rules.stream().map(OnDemandRules::policy).sorted().toList();
    }
}
