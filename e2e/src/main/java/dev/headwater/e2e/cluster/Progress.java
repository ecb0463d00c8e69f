package dev.headwater.e2e.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Tells a person how far the cluster is, one line for each thing done, with the seconds since the start. */
final class Progress {
    private final InstantSource clock;
    private final Instant start;

    Progress(InstantSource clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    void done(String what) {
        double seconds = Duration.between(start, clock.instant()).toMillis() / 1000.0;
        System.out.printf("  %5.1f s  %s%n", seconds, what);
    }
}
