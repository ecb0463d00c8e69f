package dev.headwater.node.mount;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Calls back whenever something was mounted or unmounted on this node. */
public final class MountWatcher {
    private static final Logger LOG = System.getLogger(MountWatcher.class.getName());
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** Watches until the process ends; also calls back every ten seconds, should the kernel have said nothing. */
    public static void watch(Runnable onChange) {
        Thread.ofPlatform().name("mounts").daemon().start(() -> {
            try (var mountinfo = MountTables.openOwn()) {
                while (!Thread.currentThread().isInterrupted()) {
                    MountTables.awaitChange(mountinfo, LONGEST_WAIT);
                    onChange.run();
                }
            } catch (KernelException e) {
                LOG.log(Level.ERROR, "Mounts are no longer watched, only looked at now and then", e);
            }
        });
    }

    private MountWatcher() {}
}
