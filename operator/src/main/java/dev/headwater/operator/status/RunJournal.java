package dev.headwater.operator.status;

import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.operator.status.Conditions.Truth;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operator's part of a run's status. A server-side apply names all that its manager owns, so every change starts from the part as it
 * is and adds to it.
 */
public record RunJournal(
        @Nullable String stream,
        @Nullable String lane,
        RunStatus.@Nullable Restore restore,
        RunStatus.@Nullable Volume volume,
        RunStatus.@Nullable Save save,
        List<Condition> conditions,
        List<RunStatus.Attempt> attempts,
        RunStatus.@Nullable Proofs proofs) {

    /** A message is never longer than its field. */
    public RunJournal {
        restore = restore == null ? null : bounded(restore);
        save = save == null ? null : bounded(save);
    }

    private static final Set<ConditionType> OWN = EnumSet.of(
            ConditionType.Restored,
            ConditionType.Ended,
            ConditionType.Sealed,
            ConditionType.Captured,
            ConditionType.Complete);

    /** The operator's part of this status. */
    public static RunJournal of(@Nullable RunStatus status) {
        if (status == null) {
            return new RunJournal(null, null, null, null, null, List.of(), List.of(), null);
        }
        var own = OWN.stream()
                .flatMap(type -> Conditions.find(status.conditions(), type).stream())
                .toList();
        return new RunJournal(
                status.stream(),
                status.lane(),
                status.restore(),
                status.volume(),
                status.save(),
                own,
                Objects.requireNonNullElse(status.attempts(), List.of()),
                status.proofs());
    }

    /** The status to apply: without what the node plugin owns. */
    public RunStatus toStatus() {
        return new RunStatus(
                stream, lane, null, restore, volume, save, conditions, attempts.isEmpty() ? null : attempts, proofs);
    }

    /** What was decided, after these attempts. */
    public RunJournal withDecision(
            Optional<String> newStream,
            Optional<String> newLane,
            RunStatus.Restore newRestore,
            List<RunStatus.Attempt> before) {
        return new RunJournal(
                newStream.orElse(null), newLane.orElse(null), newRestore, volume, save, conditions, before, proofs);
    }

    /** One failed attempt more; the decision stays. */
    public RunJournal withAttempt(RunStatus.Attempt attempt) {
        var all = Stream.concat(attempts.stream(), Stream.of(bounded(attempt))).toList();
        return new RunJournal(stream, lane, restore, volume, save, conditions, all, proofs);
    }

    /** Nothing is decided any more, and no volume is being made. */
    public RunJournal undecided() {
        return new RunJournal(stream, lane, null, null, save, conditions, attempts, proofs);
    }

    public RunJournal withVolume(RunStatus.Volume newVolume) {
        return new RunJournal(stream, lane, restore, newVolume, save, conditions, attempts, proofs);
    }

    public RunJournal withSave(RunStatus.Save newSave) {
        return new RunJournal(stream, lane, restore, volume, newSave, conditions, attempts, proofs);
    }

    public RunJournal with(ConditionType type, Truth truth, String reason, String message, Instant now) {
        return new RunJournal(
                stream,
                lane,
                restore,
                volume,
                save,
                Conditions.with(conditions, type, truth, reason, message, now),
                attempts,
                proofs);
    }

    /** What a token for this use proved. */
    public RunJournal withProof(TokenUse use, RunStatus.Proof proof) {
        var said = bounded(proof);
        var before = proved();
        return with(
                switch (use) {
                    case RESTORE -> new RunStatus.Proofs(said, before.save(), before.github());
                    case SAVE -> new RunStatus.Proofs(before.restore(), said, before.github());
                });
    }

    /** What GitHub said for this use. */
    public RunJournal withWordOfGithub(TokenUse use, RunStatus.Proof proof) {
        var said = bounded(proof);
        var before = Objects.requireNonNullElse(proved().github(), new RunStatus.GithubProofs(null, null));
        return with(new RunStatus.Proofs(
                proved().restore(),
                proved().save(),
                switch (use) {
                    case RESTORE -> new RunStatus.GithubProofs(said, before.save());
                    case SAVE -> new RunStatus.GithubProofs(before.restore(), said);
                }));
    }

    private RunStatus.Proofs proved() {
        return Objects.requireNonNullElse(proofs, new RunStatus.Proofs(null, null, null));
    }

    private RunJournal with(RunStatus.Proofs proved) {
        return new RunJournal(stream, lane, restore, volume, save, conditions, attempts, proved);
    }

    private static RunStatus.Proof bounded(RunStatus.Proof proof) {
        return new RunStatus.Proof(
                proof.reason(),
                bounded(proof.message()),
                proof.issuer(),
                proof.repositoryId(),
                proof.repositoryOwnerId(),
                proof.workflowRef(),
                proof.checkRunId(),
                proof.at());
    }

    private static RunStatus.Attempt bounded(RunStatus.Attempt attempt) {
        return new RunStatus.Attempt(
                attempt.snapshot(), attempt.failure(), attempt.reason(), bounded(attempt.message()), attempt.at());
    }

    private static RunStatus.Restore bounded(RunStatus.Restore restore) {
        return new RunStatus.Restore(
                restore.decision(),
                restore.from(),
                restore.reason(),
                bounded(restore.message()),
                restore.snapshot(),
                restore.sourceSha(),
                restore.sourceRef(),
                restore.sourceLane(),
                restore.sourceCutAt(),
                restore.trust(),
                restore.level(),
                restore.ancestors(),
                restore.refused(),
                restore.at(),
                restore.deadline(),
                restore.saveWait());
    }

    private static RunStatus.Save bounded(RunStatus.Save save) {
        return new RunStatus.Save(
                save.decision(),
                save.reason(),
                bounded(save.message()),
                save.snapshot(),
                save.at(),
                save.cutAt(),
                save.readyAt());
    }

    private static @Nullable String bounded(@Nullable String message) {
        return message == null ? null : Bounded.to(Bounded.MESSAGE, message);
    }
}
