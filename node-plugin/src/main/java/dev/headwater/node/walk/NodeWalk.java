package dev.headwater.node.walk;

import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.node.control.InboxWatcher;
import dev.headwater.node.mount.MountWatcher;
import dev.headwater.node.record.RecordStore;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.scratch.ScratchVolumes;
import dev.headwater.node.slot.MountEntry;
import dev.headwater.node.slot.MountInterest;
import dev.headwater.node.slot.SlotTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that happens on this node, put together: slots, their requests, and their runs. */
public final class NodeWalk implements AutoCloseable {
    private static final int THREADS = 4;
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Duration SWEEP = Duration.ofMinutes(10);
    /** Deadlines of steps are kept also while something fails again and again. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** A net below the waking by mounts; what a run waits for comes without it. */
    private static final Duration LOOK_AT_ALL = Duration.ofSeconds(10);

    private static final String ALL = "all";

    /** What was written down. */
    public record Records(RecordStore<SlotRecord> slots, RecordStore<RunRecord> runs) {
        /** Reads what a predecessor left in {@code directory}. */
        public static Records open(Path directory) throws IOException {
            return new Records(
                    new RecordStore<>(directory.resolve("slots"), SlotRecord.class),
                    new RecordStore<>(directory.resolve("runs"), RunRecord.class));
        }
    }

    private final State state;
    private final RunWalk walk;
    private final SlotEndpoint endpoint;
    private final WorkQueue runQueue;
    private final WorkQueue slotQueue;
    private final WorkQueue sweepQueue;
    private final InboxWatcher watcher;
    private final Runs runs;
    private Optional<MountWatcher> mounts = Optional.empty();

    /**
     * @param node name of this node
     * @param runs the cluster
     */
    public NodeWalk(String node, Records records, Runs runs, ScratchVolumes scratch, Clock clock) throws IOException {
        this.state = new State(
                records.slots(),
                records.runs(),
                new TargetLocks(),
                clock,
                Files.readString(BOOT_ID).trim());
        this.runs = runs;
        var gatherer = new RunGatherer(state, runs);
        var checkouts = new Checkouts(state, gatherer);
        this.walk = new RunWalk(state, gatherer, new RunExecutor(state, runs, scratch), checkouts);
        this.runQueue = new WorkQueue("run", THREADS, SOON, walk::lookAt);
        var intake = new Intake(state, node, checkouts, runs, run -> {
            runs.changed(run);
            runQueue.wake(run);
        });
        this.slotQueue = new WorkQueue("slot", THREADS, SOON, intake::lookAt);
        this.watcher = new InboxWatcher(slotQueue::wake);
        this.endpoint = new SlotEndpoint(state, walk, intake, watcher, slotQueue::wake, runQueue::wake);
        var sweep = new Sweep(state, runs, endpoint);
        this.sweepQueue = new WorkQueue("sweep", 1, SWEEP, key -> {
            sweep.run();
            return Optional.of(SWEEP);
        });
    }

    /** Goes on where a predecessor stopped, and from now on with whatever happens. */
    public void start() throws IOException {
        walk.handOverAnswers();
        for (var slot : state.slots().all()) {
            var target = SlotTarget.parse(slot.target()).orElseThrow(() -> new IOException("not a slot: " + slot));
            watcher.watch(target, slot.kind());
            slotQueue.wake(slot.target());
        }
        state.runs().all().forEach(run -> runQueue.wake(run.ask().run()));
        mounts = Optional.of(MountWatcher.watch(new Wakes(), LOOK_AT_ALL));
        sweepQueue.wake(ALL);
    }

    public SlotEndpoint slots() {
        return endpoint;
    }

    /** The cluster said something new about this run. Does not block. */
    public void wake(String run) {
        runQueue.wake(run);
    }

    /** The cluster needs nothing of this run any more. */
    public void completed(String run) throws IOException {
        walk.completed(run);
        runQueue.wake(run);
    }

    /** A mount wakes the runs that hang on it: with fifty jobs on a node, each of them makes many. */
    private final class Wakes implements MountWatcher.Listener {
        @Override
        public void changed(List<MountEntry> mounts) {
            live().filter(run -> MountInterest.of(run, status(run)).isIn(mounts))
                    .forEach(this::wake);
        }

        @Override
        public void anything() {
            live().forEach(this::wake);
        }

        private Stream<RunRecord> live() {
            return state.runs().all().stream().filter(run -> run.phase() != RunRecord.Phase.OVER);
        }

        private Optional<RunStatus> status(RunRecord run) {
            return runs.status(run.ask().namespace(), run.ask().run());
        }

        private void wake(RunRecord run) {
            runQueue.wake(run.ask().run());
        }
    }

    @Override
    public void close() throws IOException {
        mounts.ifPresent(MountWatcher::close);
        watcher.close();
        sweepQueue.close();
        slotQueue.close();
        runQueue.close();
    }
}
