package dev.headwater.e2e.bench;

import dev.headwater.e2e.world.WorldException;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes how long the requests of a slot are without an answer, by the names that appear in its control directory. */
final class RequestWatch implements AutoCloseable {
    private static final String REQUEST = ".request";
    private static final String RESULT = ".result";

    private final WatchService service;
    private final Map<String, Long> askedNanos = new ConcurrentHashMap<>();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();

    /** @param slot where the slot is mounted on this machine */
    RequestWatch(Path slot) throws IOException {
        var control = slot.resolve(".headwater");
        service = control.getFileSystem().newWatchService();
        for (var directory : new String[] {"in", "results"}) {
            control.resolve(directory).register(service, StandardWatchEventKinds.ENTRY_CREATE);
        }
        Thread.ofPlatform().daemon().name("requests").start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                var key = service.take();
                var now = System.nanoTime();
                key.pollEvents().forEach(event -> saw(String.valueOf(event.context()), now));
                key.reset();
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void saw(String name, long now) {
        if (name.endsWith(REQUEST)) {
            askedNanos.putIfAbsent(name.substring(0, name.length() - REQUEST.length()), now);
        } else if (name.endsWith(RESULT)) {
            Optional.ofNullable(askedNanos.remove(name.substring(0, name.length() - RESULT.length())))
                    .ifPresent(asked -> waits.add(Duration.ofNanos(now - asked)));
        }
    }

    /** All waits together, none of which was at the same time as another. */
    Duration waited() {
        if (waits.isEmpty() || !askedNanos.isEmpty()) {
            throw new WorldException(
                    "%d requests of the job were answered, and these were not: %s; look at the node plugin's log."
                            .formatted(waits.size(), askedNanos.keySet()));
        }
        return waits.stream().reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
