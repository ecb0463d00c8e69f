package dev.headwater.operator.model;

import dev.headwater.api.v1alpha1.PolicySpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How long a stream's snapshots and runs are kept.
 *
 * @param perLane snapshots of a lane
 * @param defaultLane snapshots of the default branch
 * @param unusedLanes how long a branch is kept that nobody uses
 * @param pullRequests how long a pull request is kept that nobody uses
 * @param maxTotalBytes restore sizes of all together; empty: no limit
 * @param runs complete runs
 */
public record RetentionSettings(
        int perLane,
        int defaultLane,
        Duration unusedLanes,
        Duration pullRequests,
        Optional<Long> maxTotalBytes,
        int runs) {

    /** What holds for a policy that says nothing. */
    public static final RetentionSettings DEFAULT =
            new RetentionSettings(1, 3, Duration.ofHours(240), Duration.ofHours(168), Optional.empty(), 50);

    /** Longer is for ever. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    static RetentionSettings of(PolicySpec.Retention spec) {
        return new RetentionSettings(
                Objects.requireNonNullElse(spec.perLane(), DEFAULT.perLane),
                Objects.requireNonNullElse(spec.defaultLane(), DEFAULT.defaultLane),
                Optional.ofNullable(spec.unusedLanes())
                        .map(RetentionSettings::time)
                        .orElse(DEFAULT.unusedLanes),
                Optional.ofNullable(spec.pullRequests())
                        .map(RetentionSettings::time)
                        .orElse(DEFAULT.pullRequests),
                Optional.ofNullable(spec.maxTotalSize())
                        .map(Quantity::getNumericalAmount)
                        .map(bytes -> bytes.longValue()),
                Objects.requireNonNullElse(spec.runs(), DEFAULT.runs));
    }

    private static Duration time(String text) {
        var sum = PolicySettings.duration(text);
        return sum.compareTo(LONGEST) > 0 ? LONGEST : sum;
    }
}
