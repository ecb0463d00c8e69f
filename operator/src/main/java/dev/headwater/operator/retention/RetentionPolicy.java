package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.RetentionReason;
import dev.headwater.operator.model.Condemnation;
import dev.headwater.operator.model.RetentionSettings;
import dev.headwater.operator.model.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** From a plan to what is to be done about it now. What has been done already is not among it. */
public final class RetentionPolicy {

    /**
     * First what is written down of uses, then what is spared, then what is condemned or deleted.
     *
     * @param grace between the two phases: longer than any cache lags behind, and than any decision takes to be written down
     */
    public static List<RetentionStep> steps(
            List<Snapshot> snapshots, RetentionPlan plan, RetentionSettings settings, Duration grace, Instant now) {
        var steps = new ArrayList<RetentionStep>();
        plan.stamps().forEach((name, uses) -> steps.add(new RetentionStep.Stamp(name, uses)));
        snapshots.stream()
                .filter(snapshot -> snapshot.condemned().isPresent() && isSpared(snapshot, plan))
                .forEach(snapshot -> steps.add(new RetentionStep.Spare(snapshot.name())));
        snapshots.stream()
                .sorted(Comparator.comparing(Snapshot::name))
                .flatMap(snapshot -> Optional.ofNullable(plan.deleted().get(snapshot.name()))
                        .flatMap(reason -> goes(snapshot, reason, grace(reason, settings, grace), now))
                        .stream())
                .forEach(steps::add);
        return List.copyOf(steps);
    }

    /** What is being deleted cannot be spared any more. */
    private static boolean isSpared(Snapshot snapshot, RetentionPlan plan) {
        return snapshot.state() != Snapshot.State.DELETING && plan.kept().containsKey(snapshot.name());
    }

    private static Optional<RetentionStep> goes(
            Snapshot snapshot, RetentionReason reason, Duration grace, Instant now) {
        var known = snapshot.condemned().filter(verdict -> verdict.reason() == reason);
        if (known.isEmpty()) {
            var at = now.truncatedTo(ChronoUnit.MILLIS);
            return Optional.of(
                    new RetentionStep.Condemn(snapshot.name(), new Condemnation(reason, at, at.plus(grace))));
        }
        return known.filter(verdict -> !now.isBefore(verdict.goes()))
                .map(_ -> new RetentionStep.Delete(snapshot.name(), reason));
    }

    /** An exclusion is a person's word, and may be taken back. */
    private static Duration grace(RetentionReason reason, RetentionSettings settings, Duration grace) {
        var undoable = settings.unusedLanes();
        return reason == RetentionReason.NotRestorable && undoable.compareTo(grace) > 0 ? undoable : grace;
    }

    private RetentionPolicy() {}
}
