package dev.headwater.operator.stream;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.StreamStatus;
import dev.headwater.api.v1alpha1.StreamStatus.Head;
import dev.headwater.operator.model.Heads;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.status.Conditions;
import dev.headwater.operator.status.Conditions.Truth;
import dev.headwater.operator.stream.StreamFacts.Setup;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a stream's status says. */
public final class StreamPolicy {
    private static final int MAX_HEADS = 20;

    /** What is wrong. */
    private record Complaint(StreamReason reason, String sentence) {}

    public static StreamStatus status(StreamFacts facts, Instant now) {
        var twin = olderTwin(facts);
        return new StreamStatus(
                heads(facts),
                count(facts, Snapshot.State.READY),
                count(facts, Snapshot.State.CUT),
                conditions(facts, twin, now));
    }

    private static List<Condition> conditions(StreamFacts facts, Optional<Complaint> twin, Instant now) {
        var before = Optional.ofNullable(facts.stream().getStatus())
                .map(StreamStatus::conditions)
                .orElse(List.of());
        var accepted = with(
                before, ConditionType.Accepted, twin, new Complaint(StreamReason.Accepted, "The spec is sound."), now);
        return with(
                accepted,
                ConditionType.Ready,
                twin.or(() -> complaint(facts.setup())),
                new Complaint(StreamReason.Serving, "Jobs of the repository are served."),
                now);
    }

    private static List<Condition> with(
            List<Condition> conditions,
            ConditionType type,
            Optional<Complaint> complaint,
            Complaint praise,
            Instant now) {
        var said = complaint.orElse(praise);
        return Conditions.with(
                conditions,
                type,
                complaint.isPresent() ? Truth.FALSE : Truth.TRUE,
                said.reason().name(),
                said.sentence(),
                now);
    }

    private static Optional<Complaint> olderTwin(StreamFacts facts) {
        return facts.twins().stream()
                .min(Comparator.comparing((BuildSnapshotStream stream) ->
                                stream.getMetadata().getCreationTimestamp())
                        .thenComparing(stream -> stream.getMetadata().getName()))
                .map(oldest -> oldest.getMetadata().getName())
                .filter(name -> !name.equals(facts.stream().getMetadata().getName()))
                .map(name -> new Complaint(
                        StreamReason.Duplicate,
                        "The older stream %s has the same repository, key and path and goes on serving; delete one of the two."
                                .formatted(name)));
    }

    private static Optional<Complaint> complaint(Setup setup) {
        return switch (setup) {
            case Setup.Sound _ -> Optional.empty();
            case Setup.PolicyMissing(var name) ->
                complaint(
                        StreamReason.UnknownPolicy,
                        "The policy %s does not exist in this namespace; create it, or correct policyRef.",
                        name);
            case Setup.StorageClassMissing(var name) ->
                complaint(
                        StreamReason.UnknownStorageClass,
                        "The policy names the StorageClass %s, which does not exist; create it, or correct the policy.",
                        name);
            case Setup.SnapshotClassMissing(var name) ->
                complaint(
                        StreamReason.UnknownSnapshotClass,
                        "The policy names the VolumeSnapshotClass %s, which does not exist; create it, or correct the policy.",
                        name);
            case Setup.NoSnapshotApi _ ->
                complaint(
                        StreamReason.NoSnapshotApi,
                        "The cluster does not serve %s; install the CSI snapshot CRDs and controller.",
                        "snapshot.storage.k8s.io/v1");
        };
    }

    private static Optional<Complaint> complaint(StreamReason reason, String sentence, String name) {
        return Optional.of(new Complaint(reason, sentence.formatted(name)));
    }

    private static List<Head> heads(StreamFacts facts) {
        var stream = facts.stream();
        var identity = StreamIdentity.of(stream.getMetadata().getNamespace(), stream.getSpec());
        var first = new Lane.Branch(Objects.requireNonNullElse(stream.getSpec().defaultBranch(), Lane.DEFAULT_BRANCH))
                .text();
        return Heads.of(facts.snapshots(), identity).values().stream()
                .sorted(Comparator.comparing((Snapshot head) ->
                                !head.lineage().orElseThrow().lane().equals(first))
                        .thenComparing(head -> head.lineage().orElseThrow().order(), Comparator.reverseOrder())
                        .thenComparing(Snapshot::name))
                .limit(MAX_HEADS)
                .map(StreamPolicy::head)
                .toList();
    }

    private static Head head(Snapshot snapshot) {
        var lineage = snapshot.lineage().orElseThrow();
        return new Head(
                lineage.lane(),
                lineage.version(),
                lineage.platform(),
                snapshot.name(),
                lineage.sha(),
                snapshot.cutAt().map(Instant::toString).orElse(null),
                null,
                snapshot.restoreBytes().orElse(null));
    }

    private static int count(StreamFacts facts, Snapshot.State state) {
        return Math.toIntExact(facts.snapshots().stream()
                .filter(snapshot -> snapshot.lineage().isPresent() && snapshot.state() == state)
                .count());
    }

    private StreamPolicy() {}
}
