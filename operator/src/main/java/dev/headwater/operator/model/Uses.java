package dev.headwater.operator.model;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When volumes were last restored from something, as far as anybody still knows.
 *
 * @param last by any run
 * @param asBase by a run of another lane
 */
public record Uses(Optional<Instant> last, Optional<Instant> asBase) {

    /** Nobody knows of any. */
    public static final Uses NONE = new Uses(Optional.empty(), Optional.empty());

    /** What both know together. */
    public Uses and(Uses other) {
        return new Uses(later(last, other.last), later(asBase, other.asBase));
    }

    /** Whether this knows of no use that the other does not know of, or of a later one. */
    public boolean isWithin(Uses other) {
        return and(other).equals(other);
    }

    private static Optional<Instant> later(Optional<Instant> a, Optional<Instant> b) {
        return Stream.of(a, b).flatMap(Optional::stream).max(Instant::compareTo);
    }
}
