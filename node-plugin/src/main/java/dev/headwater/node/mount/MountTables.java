package dev.headwater.node.mount;

import dev.headwater.node.slot.MountEntry;
import dev.headwater.node.slot.MountTable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Reads mount tables from {@code /proc}. */
public final class MountTables {
    private static final Path OWN = Path.of("/proc/self/mountinfo");
    private static final long POLL_PRIORITY = 2;
    private static final SharedTable SHARED = new SharedTable();

    /**
     * What this process sees mounted: with the kubelet root mounted {@code Bidirectional}, all that matters of the host. Whatever was
     * mounted or unmounted before the call is seen; as long as nothing is, all callers get the same table. Only that a directory
     * with mounts on it was renamed is seen late.
     */
    public static MountTable own() throws IOException {
        return SHARED.current();
    }

    /** Like {@link #own}, read anew even if the kernel told of no change: for proofs of absence. */
    static MountTable ownAnew() throws IOException {
        return MountTable.parse(read(OWN));
    }

    /** Where another process sees this file system mounted. */
    static List<MountEntry> of(long pid, String device) throws IOException {
        return MountTable.parse(read(Path.of("/proc", Long.toString(pid), "mountinfo")), device);
    }

    /**
     * Returns when this process' table has changed, or after {@code most}. Changes between two calls on the same descriptor are not lost.
     *
     * @return whether it has changed
     */
    static boolean awaitChange(Fd mountinfo, Duration most) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            var poll = Syscall.words(arena, mountinfo.number() | (POLL_PRIORITY << Integer.SIZE));
            var time = Syscall.words(arena, most.toSeconds(), most.toNanosPart());
            return Syscall.PPOLL.call("wait for mounts", poll.address(), 1, time.address()) > 0;
        }
    }

    /** The table to give to {@link #awaitChange}. */
    static Fd openOwn() throws KernelException {
        return Fd.read(OWN);
    }

    /** Names in mountinfo are bytes that tenants choose: Latin-1 reads any of them. */
    private static String read(Path mountinfo) throws IOException {
        return new String(Files.readAllBytes(mountinfo), StandardCharsets.ISO_8859_1);
    }

    private MountTables() {}
}
