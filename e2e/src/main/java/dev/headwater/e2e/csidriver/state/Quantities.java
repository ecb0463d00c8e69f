package dev.headwater.e2e.csidriver.state;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people and Kubernetes write them. */
public final class Quantities {
    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("(\\d+)(Ki|Mi|Gi|Ti)?");
    private static final Map<String, Integer> SHIFTS = Map.of("Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40);

    private Quantities() {}

    /** Reads {@code 500ms}, {@code 3s}, {@code 2m} or {@code 1h}. */
    public static Duration duration(String text) {
        Matcher m = DURATION.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no duration; write 500ms, 3s, 2m or 1h.");
        }
        long amount = Long.parseLong(m.group(1));
        return switch (m.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** Writes what {@link #duration} reads. */
    public static String text(Duration duration) {
        return duration.toMillis() + "ms";
    }

    /** Reads a size in bytes: {@code 1024}, {@code 500Mi}, {@code 200Gi}, {@code 1Ti}. */
    public static long bytes(String text) {
        Matcher m = SIZE.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no size; write bytes or 500Mi, 200Gi, 1Ti.");
        }
        int shift = m.group(2) == null ? 0 : SHIFTS.getOrDefault(m.group(2), 0);
        return Long.parseLong(m.group(1)) << shift;
    }
}
