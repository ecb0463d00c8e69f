package dev.headwater.e2e.demo;

import dev.headwater.e2e.world.WorldException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How {@code ./dev} started the demo.
 *
 * @param started when the whole command began, before anything was built
 * @param caches what the command found
 * @param json where the figures go
 */
record Invocation(Instant started, Caches caches, Optional<Path> json) {
    private static final String USAGE = "Usage: ./dev demo [--json FILE]";

    /** Whether results of earlier builds were there. */
    enum Caches {
        EMPTY,
        FILLED
    }

    static Invocation from(List<String> arguments, Map<String, String> environment, Instant now) {
        var started = Optional.ofNullable(environment.get("HEADWATER_STARTED_MS"))
                .map(Long::parseLong)
                .map(Instant::ofEpochMilli)
                .orElse(now);
        var caches = "empty".equals(environment.get("HEADWATER_CACHES")) ? Caches.EMPTY : Caches.FILLED;
        return new Invocation(started, caches, json(arguments));
    }

    private static Optional<Path> json(List<String> arguments) {
        if (arguments.isEmpty()) {
            return Optional.empty();
        }
        if (arguments.size() == 2 && arguments.getFirst().equals("--json")) {
            return Optional.of(Path.of(arguments.get(1)));
        }
        throw new WorldException(USAGE);
    }
}
