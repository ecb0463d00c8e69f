package dev.headwater.operator.stream;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.StreamReason;
import dev.headwater.api.v1alpha1.StreamSpec;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.model.OnDemandRules;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.status.Conditions;
import dev.headwater.operator.storage.Standing;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** When a stream that is made on first use comes, and when it goes. */
final class OnDemandPolicy {
    private static final Set<String> WITH_VOLUME = Set.of("FromSnapshot", "StartEmpty");

    /**
     * The stream that a run makes: the one that its journal says it uses, where there is none yet and exactly one policy makes it.
     *
     * @param found streams of the run's key and path
     * @param rules of all policies of the namespace
     */
    static Optional<BuildSnapshotStream> made(
            BuildSnapshotRun run, List<BuildSnapshotStream> found, List<OnDemandRules> rules) {
        var wanted = StreamIdentity.of(run.getMetadata().getNamespace(), run.getSpec());
        var covering = rules.stream().filter(policy -> policy.covers(wanted)).toList();
        return isWaiting(run)
                        && covering.size() == 1
                        && found.stream().noneMatch(stream -> identity(stream).equals(wanted))
                ? Optional.of(stream(wanted, covering.getFirst()))
                : Optional.empty();
    }

    /** Whether the run has a volume of a stream that it makes itself, whose name is nobody else's. One that is over makes nothing. */
    static boolean isWaiting(BuildSnapshotRun run) {
        var wanted = StreamIdentity.of(run.getMetadata().getNamespace(), run.getSpec());
        var status = Optional.ofNullable(run.getStatus());
        return status.filter(known -> Conditions.isTrue(known.conditions(), ConditionType.Complete))
                        .isEmpty()
                && OnDemandRules.mayBeMadeBy(run.getSpec().job())
                && status.map(RunStatus::stream)
                        .filter(OnDemandRules.streamName(wanted)::equals)
                        .isPresent()
                && status.map(RunStatus::restore)
                        .map(RunStatus.Restore::decision)
                        .filter(WITH_VOLUME::contains)
                        .isPresent();
    }

    /**
     * The streams that go at once, because another one of their identity serves in their place. Their snapshots stay, and are the other
     * one's, too.
     */
    static List<BuildSnapshotStream> yielding(StreamFacts facts) {
        return facts.twins().stream()
                .sorted(StreamReader.PRECEDENCE)
                .skip(1)
                .filter(StreamReader::isOnDemand)
                .toList();
    }

    /** Whether it may be idle: made on first use, long ago, and without a snapshot, pending ones included. */
    static boolean mayBeIdle(StreamFacts facts, Duration idle, Instant now) {
        return StreamReader.isOnDemand(facts.stream())
                && !knowsNoSnapshots(facts)
                && facts.snapshots().isEmpty()
                && Instant.parse(facts.stream().getMetadata().getCreationTimestamp())
                        .plus(idle)
                        .isBefore(now);
    }

    /** A cluster that serves no snapshots says nothing of those that there are. */
    private static boolean knowsNoSnapshots(StreamFacts facts) {
        return facts.standing()
                .filter(standing ->
                        standing instanceof Standing.Refused(var reason, var _) && reason == StreamReason.NoSnapshotApi)
                .isPresent();
    }

    /** Whether a run asked for the stream in that time. */
    static boolean isAskedFor(BuildSnapshotStream stream, List<BuildSnapshotRun> runs, Duration idle, Instant now) {
        var limit = now.minus(idle);
        return runs.stream()
                .filter(run -> StreamIdentity.of(run.getMetadata().getNamespace(), run.getSpec())
                        .equals(identity(stream)))
                .anyMatch(run ->
                        !Instant.parse(run.getMetadata().getCreationTimestamp()).isBefore(limit));
    }

    private static StreamIdentity identity(BuildSnapshotStream stream) {
        return StreamIdentity.of(stream.getMetadata().getNamespace(), stream.getSpec());
    }

    private static BuildSnapshotStream stream(StreamIdentity identity, OnDemandRules rules) {
        var stream = new BuildSnapshotStream();
        stream.setMetadata(new ObjectMetaBuilder()
                .withNamespace(identity.namespace())
                .withName(OnDemandRules.streamName(identity))
                .addToLabels(Api.LABEL_ON_DEMAND, "true")
                .build());
        stream.setSpec(new StreamSpec(
                identity.repository(),
                identity.key(),
                identity.path(),
                rules.defaultBranch(),
                new StreamSpec.PolicyRef(rules.policy()),
                null,
                null,
                null,
                null));
        return stream;
    }

    private OnDemandPolicy() {}
}
