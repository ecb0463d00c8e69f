package dev.headwater.node.mount;

import dev.headwater.node.slot.MountEntry;
import dev.headwater.node.slot.MountTable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/** Tells what was mounted and unmounted on this node. */
public final class MountWatcher implements AutoCloseable {
    private static final Logger LOG = System.getLogger(MountWatcher.class.getName());
    /** After a look, so that a hundred changes at once are not looked at a hundred times; the first of them is, at once. */
    private static final Duration BREATH = Duration.ofMillis(10);

    /** The breath lasts so many times as long as the look, at least: with fifty jobs the table is long, and their node has other things to do. */
    private static final int BREATH_PER_LOOK = 8;

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /** Is told; must not block. */
    public interface Listener {
        /** These mounts came, went, or are other ones now. */
        void changed(List<MountEntry> mounts);

        /** Anything may have changed: at the start, after a failure, and now and then, should the kernel have said nothing. */
        void anything();
    }

    private final Listener listener;
    private final Duration round;
    private final Thread thread;

    private MountWatcher(Listener listener, Duration round) {
        this.listener = listener;
        this.round = round;
        this.thread = Thread.ofPlatform().name("mounts").daemon().unstarted(this::run);
    }

    /**
     * Watches until closed, or until the process ends.
     *
     * @param round how often the listener is told to look at everything
     */
    public static MountWatcher watch(Listener listener, Duration round) {
        var watcher = new MountWatcher(listener, round);
        watcher.thread.start();
        return watcher;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                watch();
                Thread.sleep(AFTER_FAILURE);
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "no longer watching", e);
        }
    }

    private void watch() throws InterruptedException {
        try (var mountinfo = MountTables.openOwn()) {
            while (true) {
                var began = System.nanoTime();
                var known = MountTables.own();
                listener.anything();
                var breath = BREATH;
                for (var rest = round; rest.isPositive(); rest = round.minus(since(began))) {
                    Thread.sleep(breath);
                    if (MountTables.awaitChange(mountinfo, rest)) {
                        var look = System.nanoTime();
                        known = tell(known);
                        breath = after(since(look));
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "mounts could not be watched for a moment", e);
        }
    }

    private MountTable tell(MountTable known) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("closed");
        }
        var now = MountTables.own();
        listener.changed(now.changesSince(known));
        return now;
    }

    private static Duration after(Duration look) {
        var breath = look.multipliedBy(BREATH_PER_LOOK);
        return breath.compareTo(BREATH) < 0 ? BREATH : breath;
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
