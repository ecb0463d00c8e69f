package dev.headwater.node.walk;

import dev.headwater.node.control.InboxWatcher;
import dev.headwater.node.control.InlineVolumes;
import dev.headwater.node.mount.BusyException;
import dev.headwater.node.mount.Processes;
import dev.headwater.node.mount.Unmounter;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.slot.KeeperStartPolicy;
import dev.headwater.node.slot.SlotTarget;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Publishes and takes away our inline volumes. Asks nobody: neither API server nor operator (design, section 4). */
public final class SlotEndpoint {
    private static final Logger LOG = System.getLogger(SlotEndpoint.class.getName());

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final State state;
    private final RunWalk walk;
    private final Intake intake;
    private final InboxWatcher watcher;
    private final Consumer<String> wakeSlot;
    private final Consumer<String> wakeRun;

    SlotEndpoint(
            State state,
            RunWalk walk,
            Intake intake,
            InboxWatcher watcher,
            Consumer<String> wakeSlot,
            Consumer<String> wakeRun) {
        this.state = state;
        this.walk = walk;
        this.intake = intake;
        this.watcher = watcher;
        this.wakeSlot = wakeSlot;
        this.wakeRun = wakeRun;
    }

    /**
     * Publishes the volume; harmless for one that is published. For a keeper that can start later it returns later, because the kubelet starts
     * no container before.
     */
    public void publish(SlotTarget target, SlotRecord slot) throws IOException {
        try (var held = state.locks().hold(target.path())) {
            if (state.slot(target).isEmpty()) {
                state.slots().put(State.slotName(target), slot);
            }
            InlineVolumes.publish(target, slot.kind());
        }
        watcher.watch(target, slot.kind());
        wakeSlot.accept(target.path());
        if (slot.kind() == SlotRecord.Kind.KEEPER) {
            awaitStart(slot.podName());
        }
    }

    private void awaitStart(String keeper) {
        var published = state.clock().instant();
        try {
            while (KeeperStartPolicy.waits(
                    keeper, published, state.runs().all(), state.clock().instant())) {
                Thread.sleep(LOOK_AGAIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes the volume away with everything that is attached below it; harmless for one that is not there.
     *
     * @throws IOException naming the process that keeps it busy; what could be taken away is gone then, and a repeated call goes on
     */
    public void unpublish(SlotTarget target) throws IOException {
        latchReports(target);
        hearLastWords(target);
        try (var held = state.locks().hold(target.path())) {
            for (var run : state.runsOf(target)) {
                walk.end(run, target);
            }
            Unmounter.remove(target);
            state.slots().remove(State.slotName(target));
        } catch (BusyException e) {
            throw named(target, e);
        }
        state.runsOf(target).forEach(run -> wakeRun.accept(run.ask().run()));
    }

    /** A job may have written its wish and ended before anybody looked. What it wrote never keeps its pod from ending. */
    private void hearLastWords(SlotTarget target) {
        try {
            intake.lookAt(target.path());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} ends; its last requests cannot be read: {1}", target, e.getMessage());
        }
    }

    /** Before a keeper's volume goes, its reports are read. */
    private void latchReports(SlotTarget target) throws IOException {
        var keeper = state.slot(target).filter(slot -> slot.kind() == SlotRecord.Kind.KEEPER);
        if (keeper.isEmpty()) {
            return;
        }
        for (var run : state.runs().all()) {
            if (run.phase() == RunRecord.Phase.SEALING
                    && run.local()
                            .bound()
                            .filter(source ->
                                    source.keeperUid().equals(keeper.get().podUid()))
                            .isPresent()) {
                walk.lookAt(run.ask().run());
            }
        }
    }

    private static IOException named(SlotTarget target, BusyException e) {
        Optional<String> holder = new Processes().holding(target.podUid(), e.device(), e.mountPoint());
        return new IOException(e.getMessage() + holder.map(name -> ": " + name).orElse(""), e);
    }
}
