package dev.headwater.node.mount;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An open file or directory. Everything below a directory is reached through it: beneath, without following symbolic or magic links, so
 * that nothing a tenant puts there leads elsewhere (design, rule 10).
 */
public final class Fd implements AutoCloseable {
    private static final long CWD = -100;
    private static final long EMPTY_PATH = 0x1000;
    private static final long REMOVE_DIRECTORY = 0x200;
    private static final long NO_REPLACE = 1;
    private static final long DONT_SYNC = 0x4000;

    private static final long CREATE = 0100;
    private static final long EXCLUSIVE = 0200;
    private static final long WRITE_ONLY = 1;
    private static final long READ_WRITE = 2;
    private static final long NON_BLOCKING = 04000;
    private static final long CLOSE_ON_EXEC = 02000000;
    private static final long PATH_ONLY = 010000000;
    private static final long DIRECTORY = Syscall.arm() ? 040000 : 0200000;
    private static final long NO_FOLLOW = Syscall.arm() ? 0100000 : 0400000;

    private static final long NO_CROSSING = 1;
    private static final long NO_MAGIC_LINKS = 2;
    private static final long NO_SYMLINKS = 4;
    private static final long BENEATH = 8;

    private final int number;

    Fd(long number) {
        this.number = Math.toIntExact(number);
    }

    /** A directory of ours, opened by its absolute path. */
    public static Fd directory(Path path) throws KernelException {
        return openat2(CWD, path.toString(), DIRECTORY, 0, 0);
    }

    /** A file of ours or a device, for reading and writing. */
    static Fd readWrite(Path path) throws KernelException {
        return openat2(CWD, path.toString(), READ_WRITE | NO_FOLLOW, 0, 0);
    }

    /** A file of the kernel, for reading. */
    static Fd read(Path path) throws KernelException {
        return openat2(CWD, path.toString(), 0, 0, 0);
    }

    /**
     * A directory beneath this one, across mounts.
     *
     * @param relative without leading slash; empty: this directory itself
     */
    public Fd directoryBeneath(String relative) throws KernelException {
        return openat2(number, orDot(relative), DIRECTORY, 0, BENEATH | NO_SYMLINKS | NO_MAGIC_LINKS);
    }

    /** Like {@link #directoryBeneath}, and on this directory's own mount. */
    public Fd ownDirectory(String relative) throws KernelException {
        return openat2(number, orDot(relative), DIRECTORY, 0, BENEATH | NO_SYMLINKS | NO_MAGIC_LINKS | NO_CROSSING);
    }

    /** A handle of the entry {@code name}, whatever it is, without opening it. */
    public Fd handle(String name) throws KernelException {
        return openat2(number, name, PATH_ONLY | NO_FOLLOW, 0, BENEATH | NO_SYMLINKS | NO_MAGIC_LINKS | NO_CROSSING);
    }

    /** The entry {@code name} for reading; never blocks on a pipe and never becomes a link's target. */
    public Fd file(String name) throws KernelException {
        return openat2(number, name, NO_FOLLOW | NON_BLOCKING, 0, BENEATH | NO_SYMLINKS | NO_MAGIC_LINKS | NO_CROSSING);
    }

    /** Whether there is an entry of this name, whatever it is. */
    public boolean has(String name) throws KernelException {
        try {
            handle(name).close();
            return true;
        } catch (KernelException e) {
            if (e.missing()) {
                return false;
            }
            throw e;
        }
    }

    /** A new file. */
    public Fd create(String name, int mode) throws KernelException {
        return openat2(
                number,
                name,
                CREATE | EXCLUSIVE | WRITE_ONLY | NO_FOLLOW,
                mode,
                BENEATH | NO_SYMLINKS | NO_MAGIC_LINKS | NO_CROSSING);
    }

    public void mkdir(String name, int mode) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            Syscall.MKDIRAT.call("make directory " + name, number, Syscall.string(arena, name), mode);
        }
    }

    /** A block device node. */
    void blockDevice(String name, long device) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            Syscall.MKNODAT.call("make device " + name, number, Syscall.string(arena, name), 0060600, device);
        }
    }

    /** Removes the file {@code name}; a missing one is fine. */
    public void unlink(String name) throws KernelException {
        unlinkat(name, 0);
    }

    /** Removes the empty directory {@code name}; a missing one is fine. */
    public void rmdir(String name) throws KernelException {
        unlinkat(name, REMOVE_DIRECTORY);
    }

    /** Renames an entry of this directory.
     *
     * @throws KernelException {@link KernelException#exists} where {@code to} is there already
     */
    public void rename(String from, String to) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            Syscall.RENAMEAT2.call(
                    "rename " + from,
                    number,
                    Syscall.string(arena, from),
                    number,
                    Syscall.string(arena, to),
                    NO_REPLACE);
        }
    }

    public void chown(long uid, long gid) throws KernelException {
        Syscall.FCHOWN.call("change owner", number, uid, gid);
    }

    public void chmod(int mode) throws KernelException {
        Syscall.FCHMOD.call("change mode", number, mode);
    }

    public void sync() throws KernelException {
        Syscall.FSYNC.call("flush", number);
    }

    public FileStat stat() throws KernelException {
        return statx(number, "", EMPTY_PATH);
    }

    /** Follows {@code path} without asking a network file system, which might hang. */
    static FileStat statWithoutSync(Path path) throws KernelException {
        return statx(CWD, path.toString(), DONT_SYNC);
    }

    /** Up to {@code max} bytes; fewer where the file is shorter. */
    public byte[] read(int max) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(max);
            var filled = 0L;
            while (filled < max) {
                var count = Syscall.READ.call("read", number, buffer.address() + filled, max - filled);
                if (count == 0) {
                    break;
                }
                filled += count;
            }
            return buffer.asSlice(0, filled).toArray(JAVA_BYTE);
        }
    }

    public void write(byte[] bytes) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocateFrom(JAVA_BYTE, bytes);
            var written = 0L;
            while (written < bytes.length) {
                written += Syscall.WRITE.call("write", number, buffer.address() + written, bytes.length - written);
            }
        }
    }

    /** Names of at most {@code limit} entries, in no order. */
    public List<String> list(int limit) throws IOException {
        var names = new ArrayList<String>();
        try (var stream = Files.newDirectoryStream(path())) {
            for (var entries = stream.iterator(); names.size() < limit && entries.hasNext(); ) {
                names.add(entries.next().getFileName().toString());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /** A path by which this very file can be named while it is open. */
    public Path path() {
        return Path.of("/proc/self/fd/" + number);
    }

    int number() {
        return number;
    }

    @Override
    public void close() throws KernelException {
        Syscall.CLOSE.call("close", number);
    }

    private void unlinkat(String name, long flags) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            Syscall.UNLINKAT.call("remove " + name, number, Syscall.string(arena, name), flags);
        } catch (KernelException e) {
            if (!e.missing()) {
                throw e;
            }
        }
    }

    private static FileStat statx(long directory, String path, long flags) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment statx = arena.allocate(FileStat.BYTES, Long.BYTES);
            Syscall.STATX.call(
                    "stat " + path, directory, Syscall.string(arena, path), flags, FileStat.MASK, statx.address());
            return FileStat.of(statx);
        }
    }

    private static Fd openat2(long directory, String path, long flags, int mode, long resolve) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment how = Syscall.words(arena, flags | CLOSE_ON_EXEC, mode, resolve);
            return new Fd(Syscall.OPENAT2.call(
                    "open " + path, directory, Syscall.string(arena, path), how.address(), how.byteSize()));
        }
    }

    private static String orDot(String relative) {
        return relative.isEmpty() ? "." : relative;
    }
}
