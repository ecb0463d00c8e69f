package dev.headwater.node.mount;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.time.Duration;

/** Tells the storage below a file system which of its blocks are free. */
public final class Trimmer {
    /** {@code FITRIM}: {@code _IOWR('X', 121, struct fstrim_range)}. */
    private static final long FITRIM = 0xC0185879L;

    /** No call is asked for more, so that the time in between can be looked at. */
    private static final long PART = 4L << 30;

    /**
     * Ends where the file system does, or when the time is over; free blocks that were trimmed since the mount are not trimmed again.
     *
     * @param fileSystem any open file or directory of it
     * @return bytes that the file system passed on as free
     * @throws KernelException where file system or device cannot
     */
    public static long trim(Fd fileSystem, Duration atMost) throws KernelException {
        var end = System.nanoTime() + atMost.toNanos();
        var trimmed = 0L;
        for (var start = 0L; System.nanoTime() < end; start += PART) {
            try {
                trimmed += trim(fileSystem, start);
            } catch (KernelException e) {
                if (start > 0 && e.errno() == KernelException.EINVAL) {
                    return trimmed;
                }
                throw e;
            }
        }
        return trimmed;
    }

    private static long trim(Fd fileSystem, long start) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            var range = Syscall.words(arena, start, PART, 0);
            Syscall.IOCTL.call("trim", fileSystem.number(), FITRIM, range.address());
            return range.getAtIndex(JAVA_LONG, 1);
        }
    }

    private Trimmer() {}
}
