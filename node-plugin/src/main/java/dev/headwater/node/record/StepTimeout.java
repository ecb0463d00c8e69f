package dev.headwater.node.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a step of the job waits.
 *
 * @param askedAt when the step asked
 * @param givesUpAt when it stops waiting and goes on by itself
 */
public record StepTimeout(Instant askedAt, Instant givesUpAt) {
    private static final Duration LARGEST_MARGIN = Duration.ofSeconds(5);
    private static final int MARGIN_DIVISOR = 5;

    /** The latest moment for an answer that still reaches the step: a fifth of its time before it gives up, at most five seconds. */
    @JsonIgnore
    public Instant answerBy() {
        var share = Duration.between(askedAt, givesUpAt).dividedBy(MARGIN_DIVISOR);
        return givesUpAt.minus(share.compareTo(LARGEST_MARGIN) < 0 ? share : LARGEST_MARGIN);
    }
}
