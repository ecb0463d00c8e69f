package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.CaptureReason;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.capture.CaptureStep;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.status.Conditions.Truth;
import dev.headwater.operator.status.RunJournal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a step writes into the journal; nothing, where it acts on the cluster instead. */
final class JournalEntry {

    static RunJournal after(RunJournal journal, RunSpec spec, RunStep step, Instant now) {
        return switch (step) {
            case RunStep.RecordProof(var use, var proof) -> journal.withWordOfGithub(use, proof);
            case RunStep.Decide decide -> decided(journal, spec, decide, now);
            case RunStep.RecordVolume(var volume) -> {
                var restore = Objects.requireNonNull(journal.restore());
                yield journal.withVolume(volume)
                        .with(ConditionType.Restored, Truth.TRUE, restore.reason(), message(restore.message()), now);
            }
            case RunStep.EndAttempt(var attempt) ->
                journal.withAttempt(attempt)
                        .undecided()
                        .with(ConditionType.Restored, Truth.UNKNOWN, attempt.reason(), message(attempt.message()), now);
            case RunStep.Obstacle(var trouble) ->
                journal.with(
                        ConditionType.Restored, Truth.UNKNOWN, trouble.reason().name(), trouble.sentence(), now);
            case RunStep.GiveUp(var reason, var sentence, var attempt) ->
                attempt.map(journal::withAttempt)
                        .orElse(journal)
                        .with(ConditionType.Restored, Truth.FALSE, reason.name(), sentence, now);
            case RunStep.RecordEnd(var end) ->
                journal.with(ConditionType.Ended, Truth.TRUE, end.reason().name(), end.sentence(), now);
            case RunStep.RecordSeal(var report) ->
                journal.with(
                        ConditionType.Sealed,
                        report.outcome().equals("Done") ? Truth.TRUE : Truth.FALSE,
                        report.outcome(),
                        message(report.message()),
                        now);
            case RunStep.Verdict(var save) -> judged(journal, save, now);
            case RunStep.Capture(var capture) -> captured(journal, capture, now);
            case RunStep.Complete(var outcome, var sentence) ->
                journal.with(ConditionType.Complete, Truth.TRUE, outcome.name(), sentence, now);
            case RunStep.MakeClaim _,
                    RunStep.MakeKeeper _,
                    RunStep.DeleteKeeper _,
                    RunStep.AskForProbe _,
                    RunStep.DropSnapshot _,
                    RunStep.DeleteClaim _,
                    RunStep.Wait _ -> journal;
        };
    }

    private static RunJournal decided(RunJournal journal, RunSpec spec, RunStep.Decide decide, Instant now) {
        var restore = decide.restore();
        var entry = journal.withDecision(
                decide.stream(), Lane.ofRef(spec.job().ref()).map(Lane::text), restore, decide.attempts());
        return restore.deadline() != null
                ? entry
                : entry.with(ConditionType.Restored, Truth.FALSE, restore.reason(), message(restore.message()), now);
    }

    /** That there will be no snapshot is certain with the verdict; that there is one, only once it is cut. */
    private static RunJournal judged(RunJournal journal, RunStatus.Save save, Instant now) {
        return journal.withSave(save)
                .with(
                        ConditionType.Captured,
                        save.decision().equals("Skip") ? Truth.FALSE : Truth.UNKNOWN,
                        save.reason(),
                        message(save.message()),
                        now);
    }

    private static RunJournal captured(RunJournal journal, CaptureStep step, Instant now) {
        return switch (step) {
            case CaptureStep.Cut(var at) -> {
                var save = Objects.requireNonNull(journal.save());
                yield journal.withSave(withTimes(save, at.toString(), null))
                        .with(
                                ConditionType.Captured,
                                Truth.TRUE,
                                CaptureReason.Cut.name(),
                                "The storage made the snapshot %s.".formatted(save.snapshot()),
                                now);
            }
            case CaptureStep.Ready _ -> {
                var save = Objects.requireNonNull(journal.save());
                yield journal.withSave(withTimes(
                        save, save.cutAt(), now.truncatedTo(ChronoUnit.MILLIS).toString()));
            }
            case CaptureStep.Queue(var reason, var sentence) ->
                journal.with(ConditionType.Captured, Truth.UNKNOWN, reason.name(), sentence, now);
            case CaptureStep.Fail(var reason, var sentence) -> {
                var save = Objects.requireNonNull(journal.save());
                yield journal.withSave(new RunStatus.Save(
                                "Skip", reason.name(), sentence, save.snapshot(), save.at(), save.cutAt(), null))
                        .with(ConditionType.Captured, Truth.FALSE, reason.name(), sentence, now);
            }
            case CaptureStep.Take _, CaptureStep.Prove _, CaptureStep.Poll _, CaptureStep.Wait _, CaptureStep.Done _ ->
                journal;
        };
    }

    private static RunStatus.Save withTimes(RunStatus.Save save, @Nullable String cutAt, @Nullable String readyAt) {
        return new RunStatus.Save(
                save.decision(), save.reason(), save.message(), save.snapshot(), save.at(), cutAt, readyAt);
    }

    private static String message(@Nullable String message) {
        return Objects.requireNonNullElse(message, "");
    }

    private JournalEntry() {}
}
