package dev.headwater.operator.stream;

import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.StreamReason;
import dev.headwater.api.v1alpha1.StreamStatus;
import dev.headwater.api.v1alpha1.StreamStatus.Condemned;
import dev.headwater.api.v1alpha1.StreamStatus.Head;
import dev.headwater.operator.model.Heads;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.model.StreamRules;
import dev.headwater.operator.status.Conditions;
import dev.headwater.operator.status.Conditions.Truth;
import dev.headwater.operator.storage.Standing;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a stream's status says. */
public final class StreamPolicy {
    private static final int MAX_HEADS = 20;

    public static StreamStatus status(StreamFacts facts, Instant now) {
        return new StreamStatus(
                heads(facts),
                count(facts, Snapshot.State.READY),
                count(facts, Snapshot.State.CUT),
                bytes(facts),
                condemned(facts),
                RecentRuns.lastRestore(facts.runs()).orElse(null),
                RecentRuns.lastSave(facts.runs()).orElse(null),
                lanes(facts, conditions(facts, now), now));
    }

    private static List<Condition> conditions(StreamFacts facts, Instant now) {
        var before = Optional.ofNullable(facts.stream().getStatus())
                .map(StreamStatus::conditions)
                .orElse(List.of());
        var wrong = Complaint.of(facts);
        var accepted = wrong.map(complaint -> with(before, ConditionType.Accepted, Truth.FALSE, complaint, now))
                .or(() ->
                        unproven(facts).map(saying -> with(before, ConditionType.Accepted, Truth.UNKNOWN, saying, now)))
                .orElseGet(() -> with(
                        before,
                        ConditionType.Accepted,
                        Truth.TRUE,
                        new Complaint(StreamReason.Accepted, "Spec, policy and classes are sound."),
                        now));
        var writers = Writers.of(facts.rules());
        var trusted = with(accepted, ConditionType.Trusted, writers.trusted(), writers.saying(), now);
        return wrong.or(() -> suspended(facts))
                .map(complaint -> with(trusted, ConditionType.Ready, Truth.FALSE, complaint, now))
                .orElseGet(() -> with(
                        trusted,
                        ConditionType.Ready,
                        Truth.TRUE,
                        new Complaint(StreamReason.Serving, "Jobs of the repository are served."),
                        now));
    }

    /** A condition that says that all is well is worth having only where it was not. */
    private static List<Condition> lanes(StreamFacts facts, List<Condition> conditions, Instant now) {
        return RecentRuns.stuck(facts.stream(), facts.runs())
                .map(complaint -> with(conditions, ConditionType.LaneStuck, Truth.TRUE, complaint, now))
                .or(() -> Conditions.find(conditions, ConditionType.LaneStuck)
                        .map(_ -> with(
                                conditions,
                                ConditionType.LaneStuck,
                                Truth.FALSE,
                                new Complaint(StreamReason.LanesMove, "What the lanes' jobs save becomes their heads."),
                                now)))
                .orElse(conditions);
    }

    private static Optional<Complaint> unproven(StreamFacts facts) {
        return facts.standing()
                .filter(Standing.Unproven.class::isInstance)
                .map(Standing.Unproven.class::cast)
                .map(unproven -> new Complaint(StreamReason.ProbingClasses, unproven.sentence()));
    }

    private static Optional<Complaint> suspended(StreamFacts facts) {
        return StreamRules.of(facts.stream().getSpec()).suspended()
                ? Optional.of(new Complaint(
                        StreamReason.Suspended, "Jobs run cold and nothing is saved, because spec.suspend is true."))
                : Optional.empty();
    }

    private static List<Condition> with(
            List<Condition> conditions, ConditionType type, Truth truth, Complaint saying, Instant now) {
        return Conditions.with(conditions, type, truth, saying.reason().name(), saying.sentence(), now);
    }

    private static List<Head> heads(StreamFacts facts) {
        var stream = facts.stream();
        var identity = StreamIdentity.of(stream.getMetadata().getNamespace(), stream.getSpec());
        var first = new Lane.Branch(Objects.requireNonNullElse(stream.getSpec().defaultBranch(), Lane.DEFAULT_BRANCH))
                .text();
        var rules = StreamRules.of(stream.getSpec()).resumed();
        var restorable = facts.snapshots().stream()
                .filter(snapshot -> rules.refusal(snapshot).isEmpty())
                .toList();
        return Heads.of(restorable, identity).values().stream()
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

    private static long bytes(StreamFacts facts) {
        return facts.snapshots().stream()
                .filter(Snapshot::isRestorable)
                .flatMap(snapshot -> snapshot.restoreBytes().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    private static @Nullable List<Condemned> condemned(StreamFacts facts) {
        var list = facts.snapshots().stream()
                .flatMap(snapshot -> snapshot.condemned().stream()
                        .map(verdict -> new Condemned(
                                snapshot.name(),
                                verdict.reason().name(),
                                verdict.goes().toString())))
                .sorted(Comparator.comparing(Condemned::goes).thenComparing(Condemned::snapshot))
                .limit(MAX_HEADS)
                .toList();
        return list.isEmpty() ? null : list;
    }

    private static int count(StreamFacts facts, Snapshot.State state) {
        return Math.toIntExact(facts.snapshots().stream()
                .filter(snapshot -> snapshot.lineage().isPresent() && snapshot.state() == state)
                .count());
    }

    private StreamPolicy() {}
}
