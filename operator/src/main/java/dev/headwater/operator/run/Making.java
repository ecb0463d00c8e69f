package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.AttemptReason;
import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.attempt.Trouble;
import dev.headwater.operator.keeper.KeeperArguments;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.volume.ClaimRecord;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The claim and the keeper of an attempt, one after the other. */
final class Making {

    /** Empty where both are there, or nothing can be made. */
    static Optional<RunStep> next(RunFacts facts, RunStatus.Restore decided, Instant now) {
        if (facts.claim().isEmpty()) {
            return facts.ingredients().map(ingredients -> claim(facts, decided, ingredients, now));
        }
        return facts.keeper().isEmpty()
                ? facts.claim()
                        .flatMap(ClaimRecord::of)
                        .flatMap(record -> facts.pod().present().map(job -> keeper(facts, job, record)))
                : Optional.empty();
    }

    private static RunStep keeper(RunFacts facts, Pod job, ClaimRecord record) {
        return new RunStep.MakeKeeper(
                job,
                facts.attempts().size(),
                new KeeperArguments(record.gitServers(), record.saveRules().paths(), record.hygieneRules()));
    }

    private static RunStep claim(
            RunFacts facts, RunStatus.Restore decided, RunFacts.Ingredients ingredients, Instant now) {
        if (ingredients.settings().isEmpty()) {
            return new RunStep.GiveUp(
                    RestoreReason.VolumeFailed,
                    "The stream or its policy was deleted before the volume was made; the job runs cold.",
                    Optional.empty());
        }
        var settings = ingredients.settings().get();
        return unfit(decided, ingredients.source(), settings.volume())
                .map(trouble -> RetryPolicy.after(trouble, facts, decided, now))
                .orElseGet(() -> new RunStep.MakeClaim(
                        record(facts, decided, settings, now), settings.volume(), ingredients.source()));
    }

    /** Why no volume is made of the chosen snapshot after all. */
    private static Optional<Trouble> unfit(
            RunStatus.Restore decided, Optional<Snapshot> source, PolicySettings.Volume settings) {
        if (decided.snapshot() == null) {
            return Optional.empty();
        }
        if (source.filter(Snapshot::isRestorable).isEmpty()) {
            return Optional.of(new Trouble(
                    AttemptReason.SnapshotGone,
                    "The snapshot %s was deleted, or is not ready any more, after it was chosen."
                            .formatted(decided.snapshot())));
        }
        return source.flatMap(Snapshot::restoreBytes)
                .filter(bytes -> !settings.admits(bytes))
                .map(bytes -> new Trouble(
                        AttemptReason.SnapshotTooLarge,
                        "The snapshot %s needs a volume of %d bytes, more than the policy's maxSize."
                                .formatted(decided.snapshot(), bytes)));
    }

    private static ClaimRecord record(RunFacts facts, RunStatus.Restore decided, PolicySettings settings, Instant now) {
        var overdueAt = now.plus(settings.attemptTimeout()).truncatedTo(ChronoUnit.MILLIS);
        return ClaimRecord.of(
                facts.status().map(RunStatus::stream).orElse(""),
                decided,
                settings,
                facts.attempts(),
                Optional.ofNullable(decided.snapshot()).map(_ -> overdueAt));
    }

    private Making() {}
}
