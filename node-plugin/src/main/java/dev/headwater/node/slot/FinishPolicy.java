package dev.headwater.node.slot;

import dev.headwater.api.v1alpha1.Milestone;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.control.Fields;
import dev.headwater.node.record.Finish;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a save or skip step is told once the volume has left the job, and when (design, section 3: {@code save.wait}). */
final class FinishPolicy {
    /** Of a run whose policy says nothing, or was not heard. */
    private static final RunStatus.Waiting DEFAULT = new RunStatus.Waiting(Milestone.Cut, 60);

    /** When the step is told that the save goes on without it. */
    static Instant answerBy(RunFacts facts, Finish finish) {
        var bound =
                finish.step().askedAt().plus(Duration.ofSeconds(policy(facts).timeout()));
        var own = finish.step().answerBy();
        return own.isBefore(bound) ? own : bound;
    }

    /** Empty while the step should wait on. */
    static Optional<Fields> answer(RunFacts facts, Finish finish, Instant now) {
        if (finish.wish() == RunSpec.Wish.Skip) {
            return Optional.of(Answers.notSaved(
                    SaveReason.JobAskedToSkip.name(),
                    "The volume was detached and is not saved: " + finish.reason() + "."));
        }
        var until = until(facts, finish);
        var verdict = facts.status().map(RunStatus::save);
        return verdict.flatMap(save -> reached(save, until))
                .or(() -> until != Milestone.Detached && now.isBefore(answerBy(facts, finish))
                        ? Optional.empty()
                        : Optional.of(goneOn(verdict, until)));
    }

    private static RunStatus.Waiting policy(RunFacts facts) {
        return facts.status()
                .map(RunStatus::restore)
                .map(RunStatus.Restore::saveWait)
                .orElse(DEFAULT);
    }

    /** A step may wait for less than its policy lets it. */
    private static Milestone until(RunFacts facts, Finish finish) {
        var most = policy(facts).until();
        var own = Optional.ofNullable(finish.until()).orElse(most);
        return own.compareTo(most) < 0 ? own : most;
    }

    private static Optional<Fields> reached(RunStatus.Save save, Milestone until) {
        if (save.decision().equals("Skip")) {
            return Optional.of(Answers.notSaved(
                    save.reason(), Optional.ofNullable(save.message()).orElse("The volume was not saved.")));
        }
        return until == Milestone.Ready && save.readyAt() == null
                ? Optional.empty()
                : cut(save).map(snapshot -> Answers.saved(save.reason(), snapshot, Answers.Waited.TO_THE_END));
    }

    private static Fields goneOn(Optional<RunStatus.Save> verdict, Milestone until) {
        return verdict.flatMap(save -> cut(save)
                        .map(snapshot -> Answers.saved(save.reason(), snapshot, Answers.Waited.NOT_TO_THE_END)))
                .orElseGet(() -> Answers.saveStarted(
                        until == Milestone.Detached
                                ? "The volume was detached; it is judged and saved without this step."
                                : "The volume was detached and is being saved."));
    }

    private static Optional<String> cut(RunStatus.Save save) {
        return save.cutAt() == null ? Optional.empty() : Optional.ofNullable(save.snapshot());
    }

    private FinishPolicy() {}
}
