package dev.headwater.keeper.checkout;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Build tools compare a source's time with that of what was built from it, equal meaning fresh. If the machine that built had a clock ahead
 * of this one, a file that changes now looks older than the old binary, and the change is silently not built.
 */
sealed interface ClockDecision {
    /** A gap that is cheaper to wait for than to repair. */
    Duration SHORT = Duration.ofSeconds(2);

    /** Longer than a tick of the clock that files are stamped with. */
    Duration TICK = Duration.ofMillis(20);

    /** Everything on the volume is older than now. */
    record InOrder() implements ClockDecision {}

    /** Now will be later than everything on the volume after this time. */
    record Wait(Duration time) implements ClockDecision {}

    /** Files from the future get this time: being equal keeps them fresh to each other, and older than what is written next. */
    record Clamp(Instant newest) implements ClockDecision {}

    static ClockDecision of(Optional<Instant> sealedAt, Instant now) {
        if (sealedAt.isEmpty() || sealedAt.get().isBefore(now)) {
            return new InOrder();
        }
        var gap = Duration.between(now, sealedAt.get());
        return gap.compareTo(SHORT) < 0 ? new Wait(gap.plus(TICK)) : new Clamp(now);
    }
}
