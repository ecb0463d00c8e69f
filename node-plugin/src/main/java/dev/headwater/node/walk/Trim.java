package dev.headwater.node.walk;

import dev.headwater.node.mount.KernelException;
import dev.headwater.node.mount.Trimmer;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.slot.SlotTarget;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Has the storage forget what a sealed volume's free blocks held. The keeper may not; and a volume that is not trimmed is as good to keep. */
final class Trim {
    private static final Logger LOG = System.getLogger(Trim.class.getName());
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    static void after(RunRecord record, SlotTarget slot) {
        var run = record.ask().run();
        try (var volume = VolumeBinder.openVerified(
                slot.kubeletRoot(), record.local().bound().orElseThrow())) {
            var bytes = Trimmer.trim(volume, AT_MOST);
            LOG.log(Level.INFO, "{0}: {1} bytes of free blocks were trimmed", run, Long.toString(bytes));
        } catch (KernelException e) {
            LOG.log(Level.INFO, "{0}: free blocks were not trimmed: {1}", run, e.getMessage());
        } catch (IOException e) {
            LOG.log(Level.WARNING, run + ": free blocks were not trimmed", e);
        }
    }

    private Trim() {}
}
