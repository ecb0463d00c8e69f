package dev.headwater.keeper.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * What the kernel knows of an entry, without following it.
 *
 * @param changedAt seconds since 1970 of the last change of content, name count, owner or mode ({@code st_ctime}): no unprivileged program
 *     sets it
 * @param device of the file system
 */
public record FileStatus(Kind kind, long size, long changedAt, int names, int owner, long device) {

    /** What an entry is. */
    public enum Kind {
        FILE,
        DIRECTORY,
        /** A symbolic link, FIFO, socket or device. */
        OTHER
    }

    /** Of {@code struct statx}. */
    static final int BYTES = 256;

    /** {@code STATX_BASIC_STATS}. */
    static final int MASK = 0x7ff;

    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int FILE = 0100000;

    static FileStatus of(MemorySegment statx) {
        var kind = switch (statx.get(JAVA_SHORT_UNALIGNED, 28) & TYPE) {
            case FILE -> Kind.FILE;
            case DIRECTORY -> Kind.DIRECTORY;
            default -> Kind.OTHER;
        };
        return new FileStatus(
                kind,
                statx.get(JAVA_LONG_UNALIGNED, 40),
                statx.get(JAVA_LONG_UNALIGNED, 96),
                statx.get(JAVA_INT_UNALIGNED, 16),
                statx.get(JAVA_INT_UNALIGNED, 20),
                statx.get(JAVA_LONG_UNALIGNED, 136));
    }
}
