package dev.headwater.operator.model;

import dev.headwater.api.v1alpha1.Milestone;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TrustLevel;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A policy with every default filled in.
 *
 * @param restoreTimeout for the whole restore
 * @param attemptTimeout for one candidate
 * @param limits on what is served at a time
 * @param snapshotClass empty: the default class of the volume's driver
 * @param gitServers URLs of scheme, host and port that checkouts may come from; none: all
 * @param save which runs are saved
 * @param saveWait how long a step that asks for a save waits
 * @param hygiene what is done to a volume before it is saved
 * @param retention how long snapshots and runs are kept
 */
public record PolicySettings(
        Duration restoreTimeout,
        Duration attemptTimeout,
        Volume volume,
        Limits limits,
        Optional<String> snapshotClass,
        Origins origins,
        List<String> gitServers,
        SaveRules save,
        RunStatus.Waiting saveWait,
        Hygiene hygiene,
        RetentionSettings retention) {

    /**
     * What volumes are made of.
     *
     * @param size of a new one
     * @param maxSize of a restored one; empty: as large as the snapshot needs
     * @param storageClass empty: the cluster's default class
     * @param restoreClass of restored ones; empty: {@code storageClass}
     */
    public record Volume(
            Quantity size, Optional<Quantity> maxSize, Optional<String> storageClass, Optional<String> restoreClass) {

        /** Whether a volume of this many bytes may be made. */
        public boolean admits(long bytes) {
            return maxSize.map(Quantity::getNumericalAmount)
                    .filter(most -> most.compareTo(BigDecimal.valueOf(bytes)) < 0)
                    .isEmpty();
        }
    }

    /**
     * What is served at a time.
     *
     * @param volumesPerPod volumes of one pod
     * @param concurrentRuns runs of one namespace
     */
    public record Limits(int volumesPerPod, int concurrentRuns) {}

    /**
     * Where content may come from.
     *
     * @param lanes in the order in which they are looked at
     * @param keyPrefixes what keys begin with that a job may name beyond its own
     * @param read the least level of a job that is handed content, and of the content
     */
    public record Origins(List<PolicySpec.Lane> lanes, List<String> keyPrefixes, TrustLevel read) {
        private static final Origins DEFAULT =
                new Origins(List.of(PolicySpec.Lane.values()), List.of(), TrustLevel.Claimed);

        static Origins of(PolicySpec spec) {
            var restore = Optional.ofNullable(spec.restore());
            return new Origins(
                    restore.map(PolicySpec.Restore::lanes).orElse(DEFAULT.lanes()),
                    restore.map(PolicySpec.Restore::keyPrefixes).orElse(DEFAULT.keyPrefixes()),
                    Optional.ofNullable(spec.trust())
                            .map(PolicySpec.Trust::read)
                            .orElse(DEFAULT.read()));
        }
    }

    /** What holds for a stream that names no policy. */
    public static final PolicySettings DEFAULT = new PolicySettings(
            Duration.ofMinutes(2),
            Duration.ofMinutes(1),
            new Volume(new Quantity("20Gi"), Optional.empty(), Optional.empty(), Optional.empty()),
            new Limits(4, 200),
            Optional.empty(),
            Origins.DEFAULT,
            List.of(),
            SaveRules.DEFAULT,
            new RunStatus.Waiting(Milestone.Cut, 60),
            Hygiene.DEFAULT,
            RetentionSettings.DEFAULT);

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Pattern TIMEOUT_PART = Pattern.compile("([0-9]+)([hms])");

    public static PolicySettings of(PolicySpec spec) {
        var restore = Optional.ofNullable(spec.restore());
        var volume = Optional.ofNullable(spec.volume());
        var limits = Optional.ofNullable(spec.limits());
        return new PolicySettings(
                restore.map(PolicySpec.Restore::timeout)
                        .map(PolicySettings::timeout)
                        .orElse(DEFAULT.restoreTimeout()),
                restore.map(PolicySpec.Restore::attemptTimeout)
                        .map(PolicySettings::timeout)
                        .orElse(DEFAULT.attemptTimeout()),
                new Volume(
                        volume.map(PolicySpec.Volume::size)
                                .orElse(DEFAULT.volume().size()),
                        volume.map(PolicySpec.Volume::maxSize),
                        volume.map(PolicySpec.Volume::storageClassName),
                        volume.map(PolicySpec.Volume::restoreStorageClassName)),
                new Limits(
                        limits.map(PolicySpec.Limits::volumesPerPod)
                                .orElse(DEFAULT.limits().volumesPerPod()),
                        limits.map(PolicySpec.Limits::concurrentRuns)
                                .orElse(DEFAULT.limits().concurrentRuns())),
                volume.map(PolicySpec.Volume::volumeSnapshotClassName),
                Origins.of(spec),
                Optional.ofNullable(spec.keeper())
                        .map(PolicySpec.Keeper::gitServers)
                        .orElse(DEFAULT.gitServers()),
                SaveRules.of(spec),
                saveWait(Optional.ofNullable(spec.save())),
                Hygiene.of(spec),
                Optional.ofNullable(spec.retention()).map(RetentionSettings::of).orElse(DEFAULT.retention()));
    }

    /** The same, for a stream of this default branch. */
    public PolicySettings within(String defaultBranch) {
        return new PolicySettings(
                restoreTimeout,
                attemptTimeout,
                volume,
                limits,
                snapshotClass,
                origins,
                gitServers,
                save.within(defaultBranch),
                saveWait,
                hygiene,
                retention);
    }

    private static RunStatus.Waiting saveWait(Optional<PolicySpec.Save> save) {
        return new RunStatus.Waiting(
                save.map(PolicySpec.Save::until).orElse(DEFAULT.saveWait().until()),
                save.map(PolicySpec.Save::waitTimeout)
                        .map(text -> Math.toIntExact(timeout(text).toSeconds()))
                        .orElse(DEFAULT.saveWait().timeout()));
    }

    /** The classes that volumes and snapshots are made with. */
    public ClassNames classes() {
        return new ClassNames(volume.storageClass(), volume.restoreClass(), snapshotClass);
    }

    /** A longer time than a day is no use to a waiting job. */
    private static Duration timeout(String text) {
        var sum = duration(text);
        return sum.compareTo(LONGEST) > 0 ? LONGEST : sum;
    }

    /** Reads what the schema admits, as in {@code 1m30s}. */
    public static Duration duration(String text) {
        return TIMEOUT_PART
                .matcher(text)
                .results()
                .map(part -> part(Long.parseLong(part.group(1)), part.group(2)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration part(long number, String unit) {
        return switch (unit) {
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
