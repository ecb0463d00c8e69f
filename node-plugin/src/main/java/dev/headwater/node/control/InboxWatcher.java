package dev.headwater.node.control;

import dev.headwater.control.Layout;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.slot.SlotTarget;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Notices new files in the {@code in/} of all our volumes. A watch belongs to the directory, not to the mount, so it never keeps a
 * volume from being unmounted, and ends with it.
 */
public final class InboxWatcher implements AutoCloseable {
    private static final Logger LOG = System.getLogger(InboxWatcher.class.getName());

    private final WatchService watches;
    private final Map<WatchKey, String> targets = new ConcurrentHashMap<>();

    /**
     * Starts to watch.
     *
     * @param onNews is given the target whose inbox changed; must not block
     */
    public InboxWatcher(Consumer<String> onNews) throws IOException {
        this.watches = FileSystems.getDefault().newWatchService();
        Thread.ofPlatform().name("inboxes").daemon().start(() -> run(onNews));
    }

    /** Watches the volume from now on; what is in it already is not reported. */
    public void watch(SlotTarget target, SlotRecord.Kind kind) {
        try (var inbox = Inbox.open(target, kind)) {
            targets.put(
                    inbox.directory().path().register(watches, StandardWatchEventKinds.ENTRY_CREATE), target.path());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} is not watched, only looked at now and then: {1}", target, e.getMessage());
        }
    }

    /** Files are written under another name first; events without a name say that there were too many. */
    private static boolean isNews(WatchEvent<?> event) {
        var name = event.context() instanceof Path path ? path.toString() : Layout.JOB_STARTED;
        return name.equals(Layout.JOB_STARTED)
                || name.endsWith(Layout.REQUEST_SUFFIX)
                || name.endsWith(Layout.REPORT_SUFFIX);
    }

    private void run(Consumer<String> onNews) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                var key = watches.take();
                var news = key.pollEvents().stream().anyMatch(InboxWatcher::isNews);
                var target = targets.get(key);
                if (!key.reset()) {
                    targets.remove(key);
                }
                if (news && target != null) {
                    onNews.accept(target);
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            LOG.log(Level.DEBUG, "no longer watching", e);
        }
    }

    @Override
    public void close() throws IOException {
        watches.close();
    }
}
