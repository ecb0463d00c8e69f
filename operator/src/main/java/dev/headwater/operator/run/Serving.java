package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.AttemptReason;
import dev.headwater.api.v1alpha1.AttemptReason.Failure;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.attempt.AttemptFacts;
import dev.headwater.operator.attempt.AttemptFacts.Recorded;
import dev.headwater.operator.attempt.AttemptPolicy;
import dev.headwater.operator.attempt.Trouble;
import dev.headwater.operator.job.JobEnding;
import dev.headwater.operator.volume.ClaimRecord;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/** From the decision to the attached volume: claim, keeper, word to the node plugin where they are; and what becomes of trouble on the way. */
final class Serving {
    /** Trouble that passes by itself within this time is not worth a word. */
    private static final Duration HARDLY_NOTICED = Duration.ofSeconds(5);

    static RunStep next(RunFacts facts, RunStatus.Restore decided, JobEnding.Using using, Instant now) {
        var deadline = Optional.ofNullable(decided.deadline()).map(Instant::parse);
        if (deadline.isEmpty() || facts.isNot(ConditionType.Restored)) {
            return new RunStep.Wait(Deadlines.nodeLost(facts, now));
        }
        var volume = volume(facts);
        if (volume.isPresent()) {
            return new RunStep.RecordVolume(volume.get());
        }
        return using.attached()
                ? new RunStep.Wait(Deadlines.nodeLost(facts, now))
                : attempt(facts, decided, deadline.get(), now);
    }

    private static RunStep attempt(RunFacts facts, RunStatus.Restore decided, Instant deadline, Instant now) {
        var trouble = AttemptPolicy.judge(attemptFacts(facts));
        var failed = trouble.filter(found -> found.reason().failure() != Failure.PlaceUnavailable)
                .or(() -> overdue(facts, trouble, now));
        if (failed.isPresent()) {
            return RetryPolicy.after(failed.get(), facts, decided, now);
        }
        if (!now.isBefore(deadline)) {
            return giveUp(facts, decided, trouble, now);
        }
        return Making.next(facts, decided, now)
                .or(() -> trouble.flatMap(found -> obstacle(facts, decided, found, now)))
                .orElseGet(() -> new RunStep.Wait(until(facts, decided, deadline, now)));
    }

    private static AttemptFacts attemptFacts(RunFacts facts) {
        return new AttemptFacts(
                facts.claim(),
                facts.keeper(),
                facts.volume().isPresent() ? Recorded.CLAIM_AND_KEEPER : Recorded.NOT_YET,
                facts.slot().map(RunStatus.Slot::rejected),
                facts.warnings());
    }

    /** Claim and keeper, once both can be named for good and are not in the journal yet. */
    private static Optional<RunStatus.Volume> volume(RunFacts facts) {
        if (facts.volume().isPresent()
                || facts.claim().isEmpty()
                || facts.keeper().isEmpty()) {
            return Optional.empty();
        }
        var claim = facts.claim().get();
        var keeper = facts.keeper().get();
        return Optional.ofNullable(claim.getSpec().getVolumeName())
                .filter(_ -> !AttemptPolicy.isOver(keeper))
                .map(volume -> new RunStatus.Volume(
                        claim.getMetadata().getName(),
                        volume,
                        keeper.getMetadata().getName(),
                        keeper.getMetadata().getUid()));
    }

    /** A candidate that takes too long, while the place has nothing to say for it. Without a volume only the place can be slow. */
    private static Optional<Trouble> overdue(RunFacts facts, Optional<Trouble> trouble, Instant now) {
        return overdueAt(facts)
                .filter(_ -> trouble.isEmpty())
                .filter(at -> !now.isBefore(at))
                .filter(_ -> hasVolume(facts) || !facts.warnings().isEmpty())
                .map(_ -> new Trouble(
                        AttemptReason.AttemptTimedOut,
                        "The volume was not attached within the policy's attemptTimeout. " + lastWarning(facts)));
    }

    private static boolean hasVolume(RunFacts facts) {
        return facts.claim().map(claim -> claim.getSpec().getVolumeName()).isPresent();
    }

    private static Optional<Instant> overdueAt(RunFacts facts) {
        return facts.claim()
                .flatMap(ClaimRecord::of)
                .flatMap(record -> Optional.ofNullable(record.overdueAt()))
                .map(Instant::parse);
    }

    private static String lastWarning(RunFacts facts) {
        return facts.warnings().stream()
                .reduce((_, later) -> later)
                .map(warning -> "The cluster says: %s".formatted(warning.message()))
                .orElse(
                        "The cluster says nothing of why; look at the log of the node plugin and of the storage driver.");
    }

    private static RunStep giveUp(RunFacts facts, RunStatus.Restore decided, Optional<Trouble> trouble, Instant now) {
        var place = trouble.or(() -> waitedFor(facts));
        return place.<RunStep>map(found -> new RunStep.GiveUp(
                        RestoreReason.PlaceUnavailable,
                        "The volume was not attached in time; the job runs cold. " + found.sentence(),
                        Optional.of(RetryPolicy.attempt(decided, found, now))))
                .orElseGet(() -> new RunStep.GiveUp(
                        RestoreReason.TimedOut,
                        "The volume was not attached in time; the job runs cold. " + lastWarning(facts),
                        Optional.empty()));
    }

    /** What the journal says that the volume waited for: a refused claim leaves no other trace. */
    private static Optional<Trouble> waitedFor(RunFacts facts) {
        return facts.condition(ConditionType.Restored)
                .filter(condition -> condition.getReason().equals(AttemptReason.Forbidden.name()))
                .map(condition -> new Trouble(AttemptReason.Forbidden, condition.getMessage()));
    }

    private static Optional<RunStep> obstacle(RunFacts facts, RunStatus.Restore decided, Trouble trouble, Instant now) {
        var said = facts.condition(ConditionType.Restored)
                .map(Condition::getReason)
                .filter(trouble.reason().name()::equals);
        return said.isPresent() || now.isBefore(noticedAt(decided))
                ? Optional.empty()
                : Optional.of(new RunStep.Obstacle(trouble));
    }

    private static Instant noticedAt(RunStatus.Restore decided) {
        return Instant.parse(decided.at()).plus(HARDLY_NOTICED);
    }

    private static Optional<Instant> until(RunFacts facts, RunStatus.Restore decided, Instant deadline, Instant now) {
        return Stream.of(
                        Optional.of(deadline),
                        overdueAt(facts),
                        Optional.of(noticedAt(decided).truncatedTo(ChronoUnit.MILLIS)))
                .flatMap(Optional::stream)
                .filter(now::isBefore)
                .min(Instant::compareTo);
    }

    private Serving() {}
}
