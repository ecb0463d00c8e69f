package dev.headwater.operator.storage;

import java.util.Locale;

/** The objects of a probe, in the order in which they go. */
enum ProbePart {
    /** Pod that writes the pattern. */
    WRITER,
    /** Pod that reads it from the restored volume. */
    READER,
    /** Pod that reads it again once the snapshot is gone; another one, so that nothing is in a cache. */
    REREADER,
    /** Claim of the restored volume. It goes before the snapshot, which a pending claim would hold. */
    CLONE,
    /** VolumeSnapshot of the volume that was written to. */
    SNAPSHOT,
    /** Claim of the volume that is written to. */
    SOURCE;

    /** The object's name in this probe. */
    String of(String probe) {
        return probe + "-" + name().toLowerCase(Locale.ROOT);
    }
}
