package dev.headwater.keeper.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Files and directories by descriptor, for one thread. A name is one element of a path, its bytes as ISO 8859-1 characters, and is never followed
 * if it is a link.
 */
public final class Kernel {
    /** The most that is read and written at a time. */
    public static final int MAX_TRANSFER = 256 * 1024;

    private static final long CWD = -100;
    private static final long WRITE_ONLY = 1;
    private static final long NON_BLOCKING = 04000;
    private static final long NO_ACCESS_TIME = 01000000;
    private static final long CLOSE_ON_EXEC = 02000000;
    private static final long PATH_ONLY = 010000000;
    private static final long DIRECTORY = Syscall.isArm() ? 040000 : 0200000;
    private static final long NO_FOLLOW = Syscall.isArm() ? 0100000 : 0400000;

    private static final long LINK_ITSELF = 0x100;
    private static final long EMPTY_PATH = 0x1000;
    private static final long REMOVE_DIRECTORY = 0x200;
    private static final long SEEK_DATA = 3;

    private static final int NAME_BYTES = 4096;
    private static final int LISTING_BYTES = 64 * 1024;
    private static final int LENGTH_OFFSET = 16;
    private static final int NAME_OFFSET = 19;

    private final MemorySegment state = Arena.global().allocate(Syscall.STATE);
    private final MemorySegment name = Arena.global().allocate(NAME_BYTES);
    private final MemorySegment status = Arena.global().allocate(FileStatus.BYTES, Long.BYTES);
    private final MemorySegment listing = Arena.global().allocate(LISTING_BYTES, Long.BYTES);
    private final MemorySegment transfer = Arena.global().allocate(MAX_TRANSFER, Long.BYTES);

    /** Takes the entries of a directory one after the other. */
    @FunctionalInterface
    public interface Entries {
        void accept(String name) throws KernelException;
    }

    /** The mount point of a volume, by its absolute path. */
    public int root(String path) throws KernelException {
        return open(CWD, path, DIRECTORY);
    }

    public int directory(int parent, String child) throws KernelException {
        return open(parent, child, DIRECTORY | NO_FOLLOW);
    }

    /** For reading, without leaving a time of access where that is allowed; never waits for a FIFO's other end. */
    public int readable(int parent, String child) throws KernelException {
        try {
            return open(parent, child, NO_FOLLOW | NON_BLOCKING | NO_ACCESS_TIME);
        } catch (KernelException e) {
            if (!e.isDenied()) {
                throw e;
            }
            return open(parent, child, NO_FOLLOW | NON_BLOCKING);
        }
    }

    /** For writing, also where its owner, which this process must be, may only read. */
    public int writable(int parent, String child) throws KernelException {
        try {
            return open(parent, child, WRITE_ONLY | NO_FOLLOW | NON_BLOCKING);
        } catch (KernelException e) {
            if (!e.isDenied()) {
                throw e;
            }
        }
        var handle = open(parent, child, PATH_ONLY | NO_FOLLOW);
        try {
            setMode(handle, 0600);
            return open(CWD, self(handle), WRITE_ONLY | NON_BLOCKING);
        } finally {
            close(handle);
        }
    }

    /** Lets its owner, which this process must be, list and change a directory. */
    public void unlock(int parent, String child) throws KernelException {
        var handle = open(parent, child, PATH_ONLY | NO_FOLLOW | DIRECTORY);
        try {
            setMode(handle, 0700);
        } finally {
            close(handle);
        }
    }

    public void close(int descriptor) throws KernelException {
        call(Syscall.CLOSE, descriptor, 0, 0, 0, 0);
    }

    public FileStatus status(int parent, String child) throws KernelException {
        call(Syscall.STATX, parent, string(child), LINK_ITSELF, FileStatus.MASK, status.address());
        return FileStatus.of(status);
    }

    /** Of the open file itself. */
    public FileStatus status(int descriptor) throws KernelException {
        call(Syscall.STATX, descriptor, string(""), EMPTY_PATH, FileStatus.MASK, status.address());
        return FileStatus.of(status);
    }

    public boolean has(int parent, String child) throws KernelException {
        try {
            status(parent, child);
            return true;
        } catch (KernelException e) {
            if (e.isMissing()) {
                return false;
            }
            throw e;
        }
    }

    /** All but {@code .} and {@code ..}, from the beginning of the directory or where the last listing of this descriptor ended. */
    public void forEach(int directory, Entries entries) throws KernelException {
        while (true) {
            var length = call(Syscall.GETDENTS, directory, listing.address(), LISTING_BYTES, 0, 0);
            if (length == 0) {
                return;
            }
            for (var child : names(length)) {
                entries.accept(child);
            }
        }
    }

    private List<String> names(long length) {
        var names = new ArrayList<String>();
        for (var offset = 0L; offset < length; ) {
            var child = listing.getString(offset + NAME_OFFSET, StandardCharsets.ISO_8859_1);
            if (!child.equals(".") && !child.equals("..")) {
                names.add(child);
            }
            offset += Short.toUnsignedInt(listing.get(JAVA_SHORT_UNALIGNED, offset + LENGTH_OFFSET));
        }
        return names;
    }

    /** How many bytes were read, of at most {@link #MAX_TRANSFER}; 0 at the end of the file. */
    public int read(int file, long position, byte[] target, int offset, int length) throws KernelException {
        var most = Math.min(length, MAX_TRANSFER);
        var count = (int) call(Syscall.PREAD, file, transfer.address(), most, position, 0);
        MemorySegment.copy(transfer, JAVA_BYTE, 0, target, offset, count);
        return count;
    }

    /** Writes zeros through to the disk wherever the file has data before {@code end}. */
    public void zero(int file, long end) throws KernelException {
        transfer.fill((byte) 0);
        for (var from = data(file, 0); from.isPresent() && from.getAsLong() < end; ) {
            var length = Math.min(MAX_TRANSFER, end - from.getAsLong());
            var written = call(Syscall.PWRITE, file, transfer.address(), length, from.getAsLong(), 0);
            from = data(file, from.getAsLong() + written);
        }
        call(Syscall.FDATASYNC, file, 0, 0, 0, 0);
    }

    /** Writes blanks through to the disk; at most {@link #MAX_TRANSFER}. */
    public void blank(int file, long position, int length) throws KernelException {
        transfer.fill((byte) ' ');
        for (var done = 0L; done < length; ) {
            done += call(Syscall.PWRITE, file, transfer.address(), length - done, position + done, 0);
        }
        call(Syscall.FDATASYNC, file, 0, 0, 0, 0);
    }

    /** Where the first data at or behind this position begins; empty where only a hole follows. */
    public OptionalLong data(int file, long position) throws KernelException {
        try {
            return OptionalLong.of(call(Syscall.LSEEK, file, position, SEEK_DATA, 0, 0));
        } catch (KernelException e) {
            if (e.isEndOfData()) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    public void unlink(int parent, String child) throws KernelException {
        call(Syscall.UNLINKAT, parent, string(child), 0, 0, 0);
    }

    /** Removes an empty directory. */
    public void removeDirectory(int parent, String child) throws KernelException {
        call(Syscall.UNLINKAT, parent, string(child), REMOVE_DIRECTORY, 0, 0);
    }

    /** Through /proc, because a descriptor that only names a file has no other way to its mode. */
    private void setMode(int handle, int mode) throws KernelException {
        call(Syscall.FCHMODAT, CWD, string(self(handle)), mode, 0, 0);
    }

    private static String self(int descriptor) {
        return "/proc/self/fd/" + descriptor;
    }

    private int open(long parent, String child, long flags) throws KernelException {
        return (int) call(Syscall.OPENAT, parent, string(child), flags | CLOSE_ON_EXEC, 0, 0);
    }

    private long string(String text) {
        name.setString(0, text, StandardCharsets.ISO_8859_1);
        return name.address();
    }

    private long call(Syscall syscall, long a, long b, long c, long d, long e) throws KernelException {
        return syscall.call(state, a, b, c, d, e);
    }
}
