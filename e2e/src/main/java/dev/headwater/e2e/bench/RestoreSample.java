package dev.headwater.e2e.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One restore, of whichever side.
 *
 * @param milestones what was reached when, in seconds after the beginning, in the order of the way; what nobody saw is missing
 * @param seconds from the beginning to the usable volume
 */
record RestoreSample(Map<String, Double> milestones, double seconds) {

    /** Collects the milestones of one restore. */
    static final class Builder {
        private final Instant began;
        private final Map<String, Double> milestones = new LinkedHashMap<>();

        Builder(Instant began) {
            this.began = began;
        }

        Builder reached(String milestone, Optional<Instant> at) {
            at.ifPresent(instant -> milestones.put(milestone, seconds(instant)));
            return this;
        }

        RestoreSample build(Instant usable) {
            return new RestoreSample(milestones, seconds(usable));
        }

        private double seconds(Instant at) {
            return Duration.between(began, at).toNanos() / 1e9;
        }
    }
}
