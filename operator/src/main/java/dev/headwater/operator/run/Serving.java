package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.job.JobEnding;
import dev.headwater.operator.keeper.KeeperHealth;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.volume.ClaimRecord;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Optional;

/** From the decision to the attached volume: claim, keeper, and word to the node plugin where they are. */
final class Serving {

    static RunStep next(RunFacts facts, RunStatus.Restore decided, JobEnding.Using using, Instant now) {
        var deadline = Optional.ofNullable(decided.deadline()).map(Instant::parse);
        if (deadline.isEmpty() || facts.isNot(ConditionType.Restored)) {
            return new RunStep.Wait(Optional.empty());
        }
        var volume = volume(facts);
        if (volume.isPresent()) {
            return new RunStep.RecordVolume(volume.get());
        }
        if (using.attached()) {
            return new RunStep.Wait(Optional.empty());
        }
        var failure = failure(facts);
        if (failure.isPresent()) {
            return new RunStep.GiveUp(RestoreReason.VolumeFailed, failure.get());
        }
        return now.isBefore(deadline.get())
                ? make(facts, decided).orElse(new RunStep.Wait(deadline))
                : new RunStep.GiveUp(RestoreReason.TimedOut, late(facts));
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
                .filter(_ -> !KeeperHealth.isOver(keeper))
                .map(volume -> new RunStatus.Volume(
                        claim.getMetadata().getName(),
                        volume,
                        keeper.getMetadata().getName(),
                        keeper.getMetadata().getUid()));
    }

    private static Optional<RunStep> make(RunFacts facts, RunStatus.Restore decided) {
        if (facts.claim().isEmpty()) {
            return facts.ingredients().map(ingredients -> claim(facts, decided, ingredients));
        }
        return facts.keeper().isEmpty() ? facts.pod().present().map(RunStep.MakeKeeper::new) : Optional.empty();
    }

    private static RunStep claim(RunFacts facts, RunStatus.Restore decided, RunFacts.Ingredients ingredients) {
        if (ingredients.settings().isEmpty()) {
            return new RunStep.GiveUp(
                    RestoreReason.VolumeFailed,
                    "The stream or its policy was deleted before the volume was made; the job runs cold.");
        }
        if (decided.snapshot() != null
                && ingredients.source().filter(Snapshot::isRestorable).isEmpty()) {
            return new RunStep.GiveUp(
                    RestoreReason.VolumeFailed,
                    "The snapshot %s was deleted after it was chosen; the job runs cold."
                            .formatted(decided.snapshot()));
        }
        var settings = ingredients.settings().get();
        var stream = facts.status().map(RunStatus::stream).orElse("");
        return new RunStep.MakeClaim(
                new ClaimRecord(stream, decided, settings.snapshotClass().orElse(null)),
                settings,
                ingredients.source());
    }

    /** Why no volume can come any more. A keeper that is in the journal is never made again: the node may hold what it mounted. */
    private static Optional<String> failure(RunFacts facts) {
        if (facts.claim().filter(Serving::isLost).isPresent()) {
            return Optional.of("The claim of the volume was lost or deleted; the job runs cold.");
        }
        if (facts.keeper().filter(KeeperHealth::isOver).isPresent()) {
            return Optional.of("The keeper of the volume ended before the volume was attached; the job runs cold.");
        }
        return facts.volume().isPresent()
                        && (facts.claim().isEmpty() || facts.keeper().isEmpty())
                ? Optional.of("The volume or its keeper was deleted before it was attached; the job runs cold.")
                : Optional.empty();
    }

    private static boolean isLost(PersistentVolumeClaim claim) {
        return VaultObject.isDeleting(claim)
                || Optional.ofNullable(claim.getStatus())
                        .filter(status -> "Lost".equals(status.getPhase()))
                        .isPresent();
    }

    private static String late(RunFacts facts) {
        return "The volume was not attached in time; the job runs cold. "
                + facts.keeper().map(Serving::keeperSays).orElse("Its keeper could not be made.");
    }

    private static String keeperSays(Pod keeper) {
        return KeeperHealth.obstacle(keeper)
                .map(obstacle -> "Of its keeper the cluster says: %s".formatted(obstacle))
                .orElse("Its keeper runs; look at the log of the node plugin.");
    }

    private Serving() {}
}
