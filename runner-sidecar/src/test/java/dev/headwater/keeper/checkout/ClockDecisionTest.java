package dev.headwater.keeper.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class ClockDecisionTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Property
    void afterTheDecisionNowIsLaterThanWhateverWasBuilt(
            @ForAll @LongRange(min = -100_000, max = 100_000) long aheadMillis) {
        var sealedAt = NOW.plusMillis(aheadMillis);
        switch (ClockDecision.of(Optional.of(sealedAt), NOW)) {
            case ClockDecision.InOrder() -> assertThat(sealedAt).isBefore(NOW);
            case ClockDecision.Wait(var time) -> {
                assertThat(NOW.plus(time)).isAfter(sealedAt);
                assertThat(time).isLessThan(Duration.ofSeconds(3));
            }
            case ClockDecision.Clamp(var newest) -> assertThat(newest).isEqualTo(NOW);
        }
    }
}
