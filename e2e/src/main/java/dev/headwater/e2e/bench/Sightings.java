package dev.headwater.e2e.bench;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** When something was seen for the first time. Safe among threads. */
final class Sightings {
    private final Map<String, Instant> first = new ConcurrentHashMap<>();
    private final InstantSource clock;

    Sightings(InstantSource clock) {
        this.clock = clock;
    }

    void saw(String what) {
        first.putIfAbsent(what, clock.instant());
    }

    Optional<Instant> of(String what) {
        return Optional.ofNullable(first.get(what));
    }
}
