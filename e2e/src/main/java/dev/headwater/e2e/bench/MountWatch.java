package dev.headwater.e2e.bench;

import dev.headwater.e2e.world.HostMounts;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Notes when mount points appear, by asking the kernel again and again: sightings are the mount points. Reading a table of a thousand mounts
 * takes milliseconds, which both sides would have to wait for.
 */
final class MountWatch implements AutoCloseable {
    private static final long PERIOD_MS = 50;

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

    MountWatch(HostMounts mounts, Sightings sightings) {
        var _ = executor.scheduleWithFixedDelay(
                () -> mounts.mountPoints().forEach(sightings::saw), 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
