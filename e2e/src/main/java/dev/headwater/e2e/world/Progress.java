package dev.headwater.e2e.world;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Tells a person how far a long command is: one line for each thing begun or learnt, with the seconds since the start. */
public final class Progress {
    private final PrintStream out;
    private final InstantSource clock;
    private final Instant start;

    public Progress(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
        this.start = clock.instant();
    }

    public void say(String what) {
        out.printf("  %6.1f s  %s%n", Duration.between(start, clock.instant()).toMillis() / 1000.0, what);
        out.flush();
    }
}
