package dev.headwater.node.walk;

import dev.headwater.control.Fields;
import dev.headwater.control.Order;
import dev.headwater.control.Request;
import dev.headwater.control.Token;
import dev.headwater.node.control.InlineVolumes;
import dev.headwater.node.control.Outbox;
import dev.headwater.node.record.PendingCheckout;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.record.StepTimeout;
import dev.headwater.node.slot.Answers;
import dev.headwater.node.slot.SlotTarget;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/** Hands checkouts to the keeper and its reports back to the job. */
final class Checkouts {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int MOST_PENDING = 8;

    private final State state;
    private final RunGatherer gatherer;

    Checkouts(State state, RunGatherer gatherer) {
        this.state = state;
        this.gatherer = gatherer;
    }

    /**
     * Orders a checkout of the attached run; the order may have been given before.
     *
     * @param token is kept nowhere but beside the order, until that is done
     * @return the answer, if that is known at once
     */
    Optional<Fields> order(RunRecord run, String id, Request.Checkout request, Optional<Token> token, Instant at)
            throws IOException {
        var pending = run.local().checkouts();
        if (pending.size() >= MOST_PENDING) {
            return Optional.of(Answers.failed("TooManyCheckouts", "Too many checkouts are under way in this volume."));
        }
        var keeper = state.keeper(run.local().bound().orElseThrow().keeperUid());
        if (keeper.isEmpty()) {
            return Optional.of(lost());
        }
        try (var held = state.locks().hold(keeper.get().path())) {
            if (token.isPresent()) {
                var requester = run.spec().requester();
                Outbox.token(keeper.get(), id, token.get(), requester.uid(), requester.gid());
            }
            Outbox.order(keeper.get(), id, order(request));
        }
        var all = new ArrayList<>(pending);
        all.add(new PendingCheckout(id, new StepTimeout(at, at.plus(request.timeout()))));
        state.save(run.withCheckouts(all));
        return Optional.empty();
    }

    private static Order order(Request.Checkout request) {
        return new Order.Checkout(
                request.timeout(), request.directory(), request.url(), request.ref(), request.sha(), request.options());
    }

    /** Answers what can be answered by now; the caller holds the slot's lock. After which pause to look again. */
    Optional<Duration> progress(String name, SlotTarget slot) throws IOException {
        var run = state.runs()
                .get(name)
                .filter(known -> !known.local().checkouts().isEmpty());
        return run.isPresent() ? progress(run.get(), slot) : Optional.empty();
    }

    private Optional<Duration> progress(RunRecord run, SlotTarget slot) throws IOException {
        var waiting = new ArrayList<PendingCheckout>();
        for (var checkout : run.local().checkouts()) {
            var result = result(run, checkout);
            if (result.isEmpty()) {
                waiting.add(checkout);
                continue;
            }
            removeToken(run, checkout);
            if (InlineVolumes.published(slot, SlotRecord.Kind.SLOT)) {
                Outbox.result(slot, checkout.requestId(), result.get());
            }
        }
        if (waiting.size() != run.local().checkouts().size()) {
            state.save(run.withCheckouts(waiting));
        }
        return waiting.isEmpty() ? Optional.empty() : Optional.of(LOOK_AGAIN);
    }

    private Optional<Fields> result(RunRecord run, PendingCheckout checkout) throws IOException {
        var keeper = state.keeper(run.local().bound().orElseThrow().keeperUid());
        if (keeper.isEmpty() || run.phase() != RunRecord.Phase.ATTACHED) {
            return Optional.of(lost());
        }
        var report = gatherer.report(keeper.get(), checkout.requestId());
        if (report.isPresent()) {
            return report.map(Answers::checkout);
        }
        return state.clock().instant().isBefore(checkout.step().answerBy())
                ? Optional.empty()
                : Optional.of(Answers.failed("TimedOut", "The checkout was not done before this step's timeout."));
    }

    private void removeToken(RunRecord run, PendingCheckout checkout) throws IOException {
        var keeper = state.keeper(run.local().bound().orElseThrow().keeperUid());
        if (keeper.isPresent()) {
            try (var held = state.locks().hold(keeper.get().path())) {
                if (InlineVolumes.published(keeper.get(), SlotRecord.Kind.KEEPER)) {
                    Outbox.removeToken(keeper.get(), checkout.requestId());
                }
            }
        }
    }

    private static Fields lost() {
        return Answers.failed("KeeperLost", "The keeper that holds the volume is gone; it cannot check out.");
    }
}
