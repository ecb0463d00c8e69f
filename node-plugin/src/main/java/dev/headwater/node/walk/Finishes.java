package dev.headwater.node.walk;

import dev.headwater.api.v1alpha1.Milestone;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.control.Fields;
import dev.headwater.control.Request;
import dev.headwater.node.control.Inbox;
import dev.headwater.node.record.Finish;
import dev.headwater.node.record.StepTimeout;
import dev.headwater.node.slot.Answers;
import dev.headwater.node.slot.SlotTarget;
import dev.headwater.node.slot.WishPolicy;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Takes the wishes of steps for the end of their volumes. */
final class Finishes {
    private final State state;

    Finishes(State state) {
        this.state = state;
    }

    /**
     * Writes the wish of a step down.
     *
     * @param at when the step asked
     * @return the answer, if that is known at once
     */
    Optional<Fields> ask(Inbox inbox, SlotTarget target, String id, Instant at, Request.Finish request)
            throws IOException {
        var attached = state.attached(target, request.path());
        if (attached.isEmpty()) {
            return Optional.of(nothingToFinish(target, request));
        }
        var run = attached.get();
        if (run.local().wish().filter(finish -> isAwaited(finish, at)).isPresent()) {
            return Optional.of(Answers.failed("Busy", "Another step is taking this volume away already."));
        }
        var kept = run.local().wish();
        var heard = Heard.of(
                inbox, run, state.runsOf(target), kept.map(Finish::heard).orElse(0L));
        var wish = WishPolicy.judge(request, run.ask().terms(), heard.words(), kept.map(Finish::save));
        state.save(run.finishing(new Finish(
                id,
                wish.wish(),
                wish.mode(),
                wish.reason(),
                new StepTimeout(at, at.plus(request.timeout())),
                request.until().map(Finishes::milestone).orElse(null),
                heard.end(),
                heard.ignored().orElse(null),
                false)));
        return Optional.empty();
    }

    /** The last word counts: one that was left by a step that waits no longer gives way to a later one, whichever is read first. */
    private boolean isAwaited(Finish finish, Instant at) {
        return !finish.answered()
                && (at.isBefore(finish.step().askedAt())
                        || state.clock().instant().isBefore(finish.step().answerBy()));
    }

    private static Milestone milestone(Request.Milestone until) {
        return switch (until) {
            case DETACHED -> Milestone.Detached;
            case CUT -> Milestone.Cut;
            case READY -> Milestone.Ready;
        };
    }

    /** Who only asks for what was agreed need not know whether an earlier step did. */
    private Fields nothingToFinish(SlotTarget target, Request.Finish request) {
        if (state.onScratch(target, request.path())) {
            return Answers.notSaved(
                    SaveReason.ScratchOnly.name(), "This job ran on scratch; there is nothing to save.");
        }
        return state.runsOf(target).stream()
                .filter(run -> request.wish() == Request.Wish.AS_AGREED)
                .filter(run -> run.spec().request().path().equals(request.path())
                        && run.slot().detachedAt() != null)
                .max(Comparator.comparing(run -> run.spec().request().number()))
                .map(Answers::finishedBefore)
                .orElseGet(() -> Answers.notAttached(request.path()));
    }
}
