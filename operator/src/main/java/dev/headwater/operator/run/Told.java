package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.capture.CaptureStep;
import dev.headwater.operator.job.PodEnd;
import dev.headwater.operator.model.Proven;
import dev.headwater.operator.status.RunEvent;
import java.util.Objects;
import java.util.Optional;

/** What a person is told of a step, as an event: decisions, verdicts and ends, in the words of the journal. */
final class Told {

    static Optional<RunEvent> of(RunStep step) {
        return switch (step) {
            case RunStep.Decide(var _, var restore, var _) -> {
                var message = outputs(restore) + Objects.requireNonNullElse(restore.message(), restore.reason());
                yield Optional.of(
                        restore.deadline() != null
                                ? RunEvent.normal(restore.reason(), message)
                                : RunEvent.warning(restore.reason(), message));
            }
            case RunStep.RecordProof(var _, var proof) ->
                Optional.of(proof)
                        .filter(said -> !Proven.isVerified(said))
                        .map(said -> RunEvent.warning(
                                said.reason(), Objects.requireNonNullElse(said.message(), said.reason())));
            case RunStep.EndAttempt(var attempt) ->
                Optional.of(RunEvent.warning(
                        attempt.reason(), Objects.requireNonNullElse(attempt.message(), attempt.failure())));
            case RunStep.Obstacle(var trouble) ->
                Optional.of(RunEvent.warning(trouble.reason().name(), trouble.sentence()));
            case RunStep.GiveUp(var reason, var sentence, var _) ->
                Optional.of(RunEvent.warning(reason.name(), sentence));
            case RunStep.RecordEnd(var end) -> Optional.of(told(end));
            case RunStep.Verdict(var save) ->
                Optional.of(RunEvent.normal(save.reason(), Objects.requireNonNullElse(save.message(), save.reason())));
            case RunStep.Capture(CaptureStep.Queue(var reason, var sentence)) ->
                Optional.of(RunEvent.normal(reason.name(), sentence));
            case RunStep.Capture(CaptureStep.Fail(var reason, var sentence)) ->
                Optional.of(RunEvent.warning(reason.name(), sentence));
            case RunStep.Complete(RunStep.Outcome outcome, var sentence)
            when outcome == RunStep.Outcome.Saved -> Optional.of(RunEvent.normal(outcome.name(), sentence));
            default -> Optional.empty();
        };
    }

    /** What the node told the job by itself, once it is certain that it is over with it. */
    static Optional<RunEvent> ofNode(RunStep step, RunFacts facts) {
        return step instanceof RunStep.Verdict
                ? facts.answerOfNode()
                        .map(answer -> RunEvent.warning(
                                answer.reason(), Objects.requireNonNullElse(answer.message(), answer.outcome())))
                : Optional.empty();
    }

    /** What the cluster did to a job is more than news. */
    private static RunEvent told(PodEnd end) {
        return switch (end.reason()) {
            case Evicted, Preempted, NodeLost -> RunEvent.warning(end.reason().name(), end.sentence());
            case Succeeded, Failed, Deleted, Gone, Replaced, SlotEnded ->
                RunEvent.normal(end.reason().name(), end.sentence());
        };
    }

    /** In the names of the step's outputs. */
    private static String outputs(RunStatus.Restore restore) {
        var snapshot = restore.snapshot() == null ? "" : ", restored-snapshot-id: " + restore.snapshot();
        return "restored-from: %s%s. ".formatted(restore.from(), snapshot);
    }

    /** The step in a few words, for the log: objects are named by the run. */
    static String line(RunStep step) {
        return switch (step) {
            case RunStep.RecordProof(var use, var proof) -> "RecordProof %s %s".formatted(use.word(), proof.reason());
            case RunStep.Decide(var _, var restore, var _) ->
                "Decide %s %s".formatted(restore.decision(), restore.reason());
            case RunStep.EndAttempt(var attempt) ->
                "EndAttempt %s %s: %s".formatted(attempt.failure(), attempt.reason(), attempt.message());
            case RunStep.Obstacle(var trouble) -> "Obstacle %s: %s".formatted(trouble.reason(), trouble.sentence());
            case RunStep.GiveUp(var reason, var sentence, var _) -> "GiveUp %s: %s".formatted(reason, sentence);
            case RunStep.RecordEnd(var end) -> "RecordEnd " + end.reason();
            case RunStep.Verdict(var save) -> "Verdict %s %s".formatted(save.decision(), save.reason());
            case RunStep.Capture(CaptureStep.Fail(var reason, var sentence)) ->
                "Capture Fail %s: %s".formatted(reason, sentence);
            case RunStep.Capture(CaptureStep.Queue(var reason, var _)) -> "Capture " + reason;
            case RunStep.Capture(var capture) -> "Capture " + capture.getClass().getSimpleName();
            case RunStep.Complete(var outcome, var _) -> "Complete " + outcome;
            default -> step.getClass().getSimpleName();
        };
    }

    private Told() {}
}
