package dev.headwater.e2e.world;

import java.time.Duration;

/** Waiting for time to pass. */
public final class Pause {
    private Pause() {}

    public static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorldException("Interrupted while waiting.", e);
        }
    }
}
