package dev.headwater.keeper.process;

import java.time.Duration;

/**
 * The end of an order's time.
 *
 * @param nanoTime on the clock of {@link System#nanoTime}, which nobody sets
 */
public record Deadline(long nanoTime) {

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Zero when it has passed. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }
}
