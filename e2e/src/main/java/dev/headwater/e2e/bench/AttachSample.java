package dev.headwater.e2e.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One restore.
 *
 * @param milestones what was reached when, in seconds after the request; what nobody saw is missing
 * @param attached from the request to the attached volume, in seconds
 * @param keeperStart from the keeper's scheduling until both of its containers ran, in seconds
 */
record AttachSample(Map<Milestone, Double> milestones, double attached, OptionalDouble keeperStart) {

    /** Points on the way of a restore, roughly in their order. */
    enum Milestone {
        DECIDED("operator decided what to restore"),
        KEEPER_CREATED("keeper pod created"),
        KEEPER_SCHEDULED("keeper scheduled"),
        CLAIM_BOUND("claim bound"),
        KEEPER_MOUNTED("kubelet mounted the volume for the keeper"),
        KEEPER_RUNNING("both containers of the keeper run"),
        BOUND("volume visible in the job"),
        ANSWERED("result written, run says attached");

        private final String words;

        Milestone(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** Collects the milestones of one restore. */
    static final class Builder {
        private final Instant request;
        private final Map<Milestone, Instant> reached = new LinkedHashMap<>();

        Builder(Instant request) {
            this.request = request;
        }

        Builder reached(Milestone milestone, Optional<Instant> at) {
            at.ifPresent(instant -> reached.put(milestone, instant));
            return this;
        }

        AttachSample build(Instant attachedAt) {
            var milestones = new LinkedHashMap<Milestone, Double>();
            reached.forEach((milestone, at) -> milestones.put(milestone, seconds(request, at)));
            return new AttachSample(milestones, seconds(request, attachedAt), keeperStart());
        }

        private OptionalDouble keeperStart() {
            var scheduled = reached.get(Milestone.KEEPER_SCHEDULED);
            var running = reached.get(Milestone.KEEPER_RUNNING);
            return scheduled == null || running == null
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(seconds(scheduled, running));
        }

        private static double seconds(Instant from, Instant to) {
            return Duration.between(from, to).toNanos() / 1e9;
        }
    }
}
