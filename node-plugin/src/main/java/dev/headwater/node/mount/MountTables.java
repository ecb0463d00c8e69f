package dev.headwater.node.mount;

import dev.headwater.node.slot.MountTable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Reads mount tables from {@code /proc}. */
public final class MountTables {
    private static final Path OWN = Path.of("/proc/self/mountinfo");
    private static final long POLL_PRIORITY = 2;

    /** What this process sees mounted: with the kubelet root mounted {@code Bidirectional}, all that matters of the host. */
    public static MountTable own() throws IOException {
        return read(OWN);
    }

    /** The table of another process. */
    static MountTable of(long pid) throws IOException {
        return read(Path.of("/proc", Long.toString(pid), "mountinfo"));
    }

    /**
     * Returns when this process' table has changed, or after {@code most}. Changes between two calls on the same descriptor are not lost.
     */
    static void awaitChange(Fd mountinfo, Duration most) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            var poll = Syscall.words(arena, mountinfo.number() | (POLL_PRIORITY << Integer.SIZE));
            var time = Syscall.words(arena, most.toSeconds(), most.toNanosPart());
            Syscall.PPOLL.call("wait for mounts", poll.address(), 1, time.address());
        }
    }

    /** The table to give to {@link #awaitChange}. */
    static Fd openOwn() throws KernelException {
        return Fd.read(OWN);
    }

    /** Names in mountinfo are bytes that tenants choose: Latin-1 reads any of them. */
    private static MountTable read(Path mountinfo) throws IOException {
        return MountTable.parse(new String(Files.readAllBytes(mountinfo), StandardCharsets.ISO_8859_1));
    }

    private MountTables() {}
}
