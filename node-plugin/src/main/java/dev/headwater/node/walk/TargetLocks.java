package dev.headwater.node.walk;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One lock for each slot target: publish, unpublish, attach, detach and sweep never meet (design, "What others paid for" 13). Who holds
 * a job's slot may take a keeper's volume, never the other way round.
 */
final class TargetLocks {
    private final ConcurrentHashMap<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    /** Held until closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    Held hold(String target) {
        var lock = locks.computeIfAbsent(target, any -> new ReentrantLock());
        lock.lock();
        return lock::unlock;
    }
}
