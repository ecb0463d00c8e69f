package dev.headwater.e2e.csidriver.state;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How this cloud behaves. The command line gives the start values, {@code set} lines of the control file change them
 * while the driver runs.
 *
 * @param attach whether volumes are attached by the controller or found by the node itself
 * @param snapshotDelay from the cut to ready, for any snapshot
 * @param snapshotDelayPerGib on top of it for each GiB of the volume
 * @param limits attachments a node can hold
 * @param dependence what snapshots need to stay alive whose class does not say it
 * @param capacityBytes the sum of all volume sizes that may be provisioned
 */
public record Behaviour(
        Attach attach,
        Duration snapshotDelay,
        Duration snapshotDelayPerGib,
        AttachLimits limits,
        Dependence dependence,
        long capacityBytes) {

    /** Whether ControllerPublishVolume exists. */
    public enum Attach {
        REQUIRED,
        NONE
    }

    /** Drivers differ in what a snapshot is made of. */
    public enum Dependence {
        /** A snapshot stands alone, as on EBS. */
        NONE,
        /** A snapshot lives inside its volume: deleting the volume destroys it. */
        VOLUME,
        /** Whatever has living clones or restored volumes cannot be deleted. */
        CLONES;

        /** The one written as {@code none}, {@code volume} or {@code clones}. */
        public static Optional<Dependence> named(String name) {
            return Stream.of(values())
                    .filter(d -> d.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst();
        }
    }

    private static final String LIMIT_OF = "max-volumes-of/";
    private static final long GIB = 1L << 30;

    /** How long after its cut a snapshot of a volume of this size becomes ready. */
    public Duration delayFor(long sizeBytes) {
        return snapshotDelay.plus(snapshotDelayPerGib.multipliedBy(sizeBytes / GIB));
    }

    /** What this snapshot needs to stay alive. */
    Dependence dependenceOf(BlockSnapshot snapshot) {
        return snapshot.dependence().orElse(dependence);
    }

    /**
     * The same with {@code settings} on top, named as on the command line.
     *
     * @throws IllegalArgumentException naming the setting that is unknown or has a malformed value
     */
    public Behaviour with(Map<String, String> settings) {
        Behaviour changed = this;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            changed = changed.with(setting.getKey(), setting.getValue());
        }
        return changed;
    }

    private Behaviour with(String name, String value) {
        if (name.startsWith(LIMIT_OF)) {
            return limited(limits.with(name.substring(LIMIT_OF.length()), Integer.parseInt(value)));
        }
        return switch (name) {
            case "snapshot-delay" -> delayed(Quantities.duration(value), snapshotDelayPerGib);
            case "snapshot-delay-per-gib" -> delayed(snapshotDelay, Quantities.duration(value));
            case "max-volumes-per-node" -> limited(limits.withEverywhere(Integer.parseInt(value)));
            case "snapshot-dependence" ->
                depending(Dependence.named(value)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "Snapshots depend on none, volume or clones, not on '" + value + "'.")));
            default ->
                throw new IllegalArgumentException("There is no setting " + name
                        + "; known: snapshot-delay, snapshot-delay-per-gib, max-volumes-per-node, max-volumes-of/NODE,"
                        + " snapshot-dependence (none, volume or clones).");
        };
    }

    private Behaviour delayed(Duration delay, Duration perGib) {
        return new Behaviour(attach, delay, perGib, limits, dependence, capacityBytes);
    }

    private Behaviour limited(AttachLimits other) {
        return new Behaviour(attach, snapshotDelay, snapshotDelayPerGib, other, dependence, capacityBytes);
    }

    private Behaviour depending(Dependence on) {
        return new Behaviour(attach, snapshotDelay, snapshotDelayPerGib, limits, on, capacityBytes);
    }
}
