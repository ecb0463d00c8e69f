package dev.headwater.e2e.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for the machine by asking again, for conditions that nobody announces. */
final class Await {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Await() {}

    /** Whether the condition became true within the limit; it is asked at least once. */
    static boolean holds(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while waiting.", e);
        }
    }
}
