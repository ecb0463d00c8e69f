package dev.headwater.node.mount;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.time.Instant;

/**
 * What {@code statx(2)} says of an open file.
 *
 * @param device {@code major:minor}
 * @param mountId id of the mount it was opened through, as in mountinfo
 * @param mountRoot whether it is the root of that mount
 */
public record FileStat(
        int mode,
        long links,
        long uid,
        long gid,
        long size,
        long inode,
        Instant modified,
        String device,
        long mountId,
        boolean mountRoot) {

    static final long BYTES = 256;
    static final long MASK = 0x7ff | 0x1000;

    private static final int TYPE = 0170000;
    private static final long ATTRIBUTE_MOUNT_ROOT = 0x2000;

    public boolean regularFile() {
        return (mode & TYPE) == 0100000;
    }

    /** Whether its mode lets anybody but its owner at it. */
    public boolean othersMayRead() {
        return (mode & 077) != 0;
    }

    public boolean directory() {
        return (mode & TYPE) == 0040000;
    }

    /** Reads a {@code struct statx}. */
    static FileStat of(MemorySegment statx) {
        return new FileStat(
                Short.toUnsignedInt(statx.get(JAVA_SHORT, 28)),
                Integer.toUnsignedLong(statx.get(JAVA_INT, 16)),
                Integer.toUnsignedLong(statx.get(JAVA_INT, 20)),
                Integer.toUnsignedLong(statx.get(JAVA_INT, 24)),
                statx.get(JAVA_LONG, 40),
                statx.get(JAVA_LONG, 32),
                Instant.ofEpochSecond(
                        Math.clamp(statx.get(JAVA_LONG, 112), 0, Integer.MAX_VALUE), statx.get(JAVA_INT, 120)),
                statx.get(JAVA_INT, 136) + ":" + statx.get(JAVA_INT, 140),
                statx.get(JAVA_LONG, 144),
                (statx.get(JAVA_LONG, 8) & ATTRIBUTE_MOUNT_ROOT) != 0);
    }
}
