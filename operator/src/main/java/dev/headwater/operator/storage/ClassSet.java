package dev.headwater.operator.storage;

import dev.headwater.operator.model.Sha256;

/**
 * The classes that volumes and snapshots of a stream are made with, as they are in the cluster, all of one driver.
 *
 * @param storage StorageClass of new volumes
 * @param restore StorageClass of restored volumes
 * @param snapshot VolumeSnapshotClass
 */
public record ClassSet(String driver, Named storage, Named restore, Named snapshot) {
    /** Of what a probe does: one that does more is another probe, so that old results do not count for it. */
    private static final String PROCEDURE = "1";

    private static final int HEX_DIGITS = 16;

    /** A class; one that was deleted and made again under its name is another one. */
    public record Named(String name, String uid) {}

    /** Name of the probe of exactly these classes. */
    public String probe() {
        var identity = String.join("|", PROCEDURE, driver, storage.uid(), restore.uid(), snapshot.uid());
        return "probe-" + Sha256.hex(identity).substring(0, HEX_DIGITS);
    }

    /** The classes in words. */
    String text() {
        var restored = restore.equals(storage) ? "" : ", restored volumes of StorageClass " + restore.name();
        return "VolumeSnapshotClass %s with StorageClass %s%s (driver %s)"
                .formatted(snapshot.name(), storage.name(), restored, driver);
    }
}
