package dev.headwater.node.walk;

import dev.headwater.node.record.RunRecord;
import dev.headwater.node.slot.Printable;
import dev.headwater.node.slot.RunPolicy;
import dev.headwater.node.slot.RunStep;
import dev.headwater.node.slot.SlotTarget;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/** Walks one run on: gather, judge, act, until there is nothing to do for the moment. */
final class RunWalk {
    private static final Logger LOG = System.getLogger(RunWalk.class.getName());
    private static final int MOST_STEPS = 16;

    private final State state;
    private final RunGatherer gatherer;
    private final RunExecutor executor;
    private final Checkouts checkouts;

    RunWalk(State state, RunGatherer gatherer, RunExecutor executor, Checkouts checkouts) {
        this.state = state;
        this.gatherer = gatherer;
        this.executor = executor;
        this.checkouts = checkouts;
    }

    /** After which pause to look again; empty: when woken. */
    Optional<Duration> lookAt(String run) throws IOException {
        var known = state.runs().get(run).map(RunRecord::ask);
        var slot = known.flatMap(ask -> SlotTarget.parse(ask.target()));
        if (slot.isEmpty()) {
            return Optional.empty();
        }
        try (var held = state.locks().hold(slot.get().path())) {
            for (var steps = 0; steps < MOST_STEPS; steps++) {
                var record = state.runs().get(run);
                if (record.isEmpty()) {
                    return Optional.empty();
                }
                var facts = gatherer.gather(record.get(), slot.get());
                var step = RunPolicy.next(facts, state.clock().instant());
                log(run, step);
                var pause = executor.execute(step, facts, slot.get());
                if (step instanceof RunStep.Wait
                        || pause.filter(Duration::isZero).isEmpty()) {
                    return sooner(pause, checkouts.progress(run, slot.get()));
                }
            }
            throw new IOException("the run does not come to rest");
        }
    }

    /** What is done for a run is told once each; looking again for the same thing is not. */
    private static void log(String run, RunStep step) {
        var again = step instanceof RunStep.Wait || step instanceof RunStep.OrderSeal || step instanceof RunStep.Detach;
        LOG.log(again ? Level.DEBUG : Level.INFO, "{0}: {1}", run, Printable.line(step.toString()));
    }

    /** A predecessor may have died between writing an answer down and handing it over; an answer that is there stays. */
    void handOverAnswers() throws IOException {
        for (var record : state.runs().all()) {
            var slot = SlotTarget.parse(record.ask().target());
            if (slot.isPresent()) {
                try (var held = state.locks().hold(slot.get().path())) {
                    executor.handOver(record, slot.get());
                }
            }
        }
    }

    /** The cluster needs nothing of this run any more. */
    void completed(String run) throws IOException {
        var target = state.runs().get(run).map(record -> record.ask().target());
        if (target.isPresent()) {
            try (var held = state.locks().hold(target.get())) {
                var record = state.runs().get(run);
                if (record.isPresent() && !record.get().local().complete()) {
                    state.save(record.get().completed());
                }
            }
        }
    }

    /** Ends the run because its slot goes; the caller holds the slot's lock. */
    void end(RunRecord record, SlotTarget slot) throws IOException {
        executor.end(record, slot);
    }

    private static Optional<Duration> sooner(Optional<Duration> one, Optional<Duration> other) {
        return one.flatMap(a -> other.map(b -> a.compareTo(b) < 0 ? a : b))
                .or(() -> one)
                .or(() -> other);
    }
}
