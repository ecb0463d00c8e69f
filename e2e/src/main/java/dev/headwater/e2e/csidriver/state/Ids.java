package dev.headwater.e2e.csidriver.state;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Ids that look like those of EC2 and sort by age: 13 hex digits of microseconds, 4 of chance. */
public final class Ids {
    /** What a volume's id starts with. */
    public static final String VOLUME = "vol-";

    /** What a snapshot's id starts with. */
    public static final String SNAPSHOT = "snap-";

    private Ids() {}

    /** A fresh id; never given out twice, so that no handle outlives its volume and names another one. */
    public static String next(String prefix, Instant now) {
        long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        return "%s%013x%04x"
                .formatted(prefix, micros, ThreadLocalRandom.current().nextInt(1 << 16));
    }
}
