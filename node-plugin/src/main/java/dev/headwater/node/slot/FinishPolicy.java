package dev.headwater.node.slot;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.control.Fields;
import dev.headwater.node.record.Finish;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a save or skip step is told once the volume has left the job. */
final class FinishPolicy {
    /** A save step does not wait longer for its snapshot (design, section 3: {@code waitTimeout}). */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** When the step is told that the save goes on without it. */
    static Instant answerBy(Finish finish) {
        var bound = finish.step().askedAt().plus(LONGEST_WAIT);
        var own = finish.step().answerBy();
        return own.isBefore(bound) ? own : bound;
    }

    /** Empty while the step should wait on. */
    static Optional<Fields> answer(RunFacts facts, Finish finish, Instant now) {
        if (finish.wish() == RunSpec.Wish.Skip) {
            return Optional.of(
                    Answers.notSaved(SaveReason.JobAskedToSkip.name(), "The volume was detached and is not saved."));
        }
        return facts.status()
                .map(RunStatus::save)
                .flatMap(FinishPolicy::verdict)
                .or(() -> now.isBefore(answerBy(finish))
                        ? Optional.empty()
                        : Optional.of(Answers.saveStarted("The volume was detached and is being saved.")));
    }

    private static Optional<Fields> verdict(RunStatus.Save save) {
        if (save.decision().equals("Skip")) {
            return Optional.of(Answers.notSaved(
                    save.reason(), Optional.ofNullable(save.message()).orElse("The volume was not saved.")));
        }
        var snapshot = save.snapshot();
        return save.cutAt() == null || snapshot == null
                ? Optional.empty()
                : Optional.of(Answers.saved(save.reason(), snapshot));
    }

    private FinishPolicy() {}
}
