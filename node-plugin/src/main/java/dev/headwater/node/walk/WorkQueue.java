package dev.headwater.node.walk;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Keys that want to be looked at. A key is looked at by one thread at a time, and again if it was woken meanwhile; a failure is logged and
 * tried again with growing pauses, for ever. Threads are platform threads: system calls would pin virtual ones.
 */
public final class WorkQueue implements AutoCloseable {
    private static final Logger LOG = System.getLogger(WorkQueue.class.getName());
    /** Between two looks at the same key, however often it is woken: a job that writes without end gets no more than its share. */
    private static final Duration BREATH = Duration.ofMillis(20);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int MOST_DOUBLINGS = 8;

    /** Looks at a key. */
    @FunctionalInterface
    public interface Work {
        /** After which pause to look again; empty: when woken. */
        Optional<Duration> lookAt(String key) throws Exception;
    }

    private final ScheduledThreadPoolExecutor threads;
    private final Duration longestPause;
    private final Work work;
    private final Set<String> running = new HashSet<>();
    private final Set<String> wokenMeanwhile = new HashSet<>();
    private final Map<String, ScheduledFuture<?>> scheduled = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();

    /**
     * @param longestPause after a failure
     */
    public WorkQueue(String name, int size, Duration longestPause, Work work) {
        this.threads = new ScheduledThreadPoolExecutor(
                size, Thread.ofPlatform().name(name + "-", 0).daemon().factory());
        this.threads.setRemoveOnCancelPolicy(true);
        this.longestPause = longestPause;
        this.work = work;
    }

    /** Looks at the key as soon as a thread is free. */
    public void wake(String key) {
        wakeAfter(key, Duration.ZERO);
    }

    private synchronized void wakeAfter(String key, Duration pause) {
        if (threads.isShutdown()) {
            return;
        }
        if (running.contains(key)) {
            wokenMeanwhile.add(key);
            return;
        }
        var planned = scheduled.get(key);
        if (planned != null) {
            if (planned.getDelay(TimeUnit.MILLISECONDS) <= pause.toMillis()) {
                return;
            }
            planned.cancel(false);
        }
        scheduled.put(key, threads.schedule(() -> run(key), pause.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void run(String key) {
        synchronized (this) {
            scheduled.remove(key);
            running.add(key);
        }
        Optional<Duration> pause;
        try {
            pause = work.lookAt(key);
            failed(key, false);
        } catch (Exception e) {
            var times = failed(key, true);
            pause = Optional.of(pause(times));
            LOG.log(times == 1 ? Level.WARNING : Level.DEBUG, key + ": " + e.getMessage() + "; trying again", e);
        }
        rest(key, pause);
    }

    private synchronized void rest(String key, Optional<Duration> pause) {
        if (!threads.isShutdown()) {
            var _ = threads.schedule(() -> done(key, pause), BREATH.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void done(String key, Optional<Duration> pause) {
        running.remove(key);
        if (wokenMeanwhile.remove(key)) {
            wakeAfter(key, Duration.ZERO);
        } else {
            pause.ifPresent(again -> wakeAfter(key, again));
        }
    }

    private synchronized int failed(String key, boolean again) {
        if (!again) {
            failures.remove(key);
            return 0;
        }
        return failures.merge(key, 1, Integer::sum);
    }

    private Duration pause(int failures) {
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
