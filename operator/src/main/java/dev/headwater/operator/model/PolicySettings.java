package dev.headwater.operator.model;

import dev.headwater.api.v1alpha1.PolicySpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A policy with every default filled in.
 *
 * @param restoreTimeout for the whole restore
 * @param size of a new volume
 * @param storageClass empty: the cluster's default class
 * @param snapshotClass empty: the default class of the volume's driver
 */
public record PolicySettings(
        Duration restoreTimeout, Quantity size, Optional<String> storageClass, Optional<String> snapshotClass) {

    /** What holds for a stream that names no policy. */
    public static final PolicySettings DEFAULT =
            new PolicySettings(Duration.ofMinutes(2), new Quantity("20Gi"), Optional.empty(), Optional.empty());

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Pattern TIMEOUT_PART = Pattern.compile("([0-9]+)([hms])");

    public static PolicySettings of(PolicySpec spec) {
        var restore = Optional.ofNullable(spec.restore());
        var volume = Optional.ofNullable(spec.volume());
        return new PolicySettings(
                restore.map(PolicySpec.Restore::timeout)
                        .map(PolicySettings::duration)
                        .orElse(DEFAULT.restoreTimeout()),
                volume.map(PolicySpec.Volume::size).orElse(DEFAULT.size()),
                volume.map(PolicySpec.Volume::storageClassName),
                volume.map(PolicySpec.Volume::volumeSnapshotClassName));
    }

    /** Reads what the schema admits, as in {@code 1m30s}; a longer time than a day is no use to a waiting job. */
    private static Duration duration(String text) {
        var sum = TIMEOUT_PART
                .matcher(text)
                .results()
                .map(part -> part(Long.parseLong(part.group(1)), part.group(2)))
                .reduce(Duration.ZERO, Duration::plus);
        return sum.compareTo(LONGEST) > 0 ? LONGEST : sum;
    }

    private static Duration part(long number, String unit) {
        return switch (unit) {
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
