package dev.headwater.node.mount;

import java.io.IOException;
import java.util.Map;

/** A system call that failed, with its errno. */
public final class KernelException extends IOException {
    private static final long serialVersionUID = 1L;

    static final int ENOENT = 2;
    static final int EIO = 5;
    static final int EBUSY = 16;
    static final int EEXIST = 17;
    static final int EXDEV = 18;
    static final int ENOTDIR = 20;
    static final int EINVAL = 22;
    static final int ENXIO = 6;
    static final int ENOSPC = 28;
    static final int ENOTEMPTY = 39;
    static final int ELOOP = 40;
    static final int EBADMSG = 74;
    static final int EUCLEAN = 117;

    private static final Map<Integer, String> SENTENCES = Map.ofEntries(
            Map.entry(1, "not permitted (EPERM)"),
            Map.entry(ENOENT, "no such file or directory (ENOENT)"),
            Map.entry(EIO, "input/output error (EIO)"),
            Map.entry(EBADMSG, "a bad checksum (EBADMSG)"),
            Map.entry(EUCLEAN, "the structure needs cleaning (EUCLEAN)"),
            Map.entry(ENXIO, "no such device (ENXIO)"),
            Map.entry(13, "permission denied (EACCES)"),
            Map.entry(EBUSY, "target is busy (EBUSY)"),
            Map.entry(EEXIST, "exists already (EEXIST)"),
            Map.entry(EXDEV, "leads to another file system or out of its root (EXDEV)"),
            Map.entry(ENOTDIR, "not a directory (ENOTDIR)"),
            Map.entry(EINVAL, "invalid argument (EINVAL)"),
            Map.entry(ENOSPC, "no space left (ENOSPC)"),
            Map.entry(30, "read-only file system (EROFS)"),
            Map.entry(ENOTEMPTY, "directory is not empty (ENOTEMPTY)"),
            Map.entry(25, "the file system cannot (ENOTTY)"),
            Map.entry(95, "the device cannot (EOPNOTSUPP)"),
            Map.entry(ELOOP, "a symbolic link, which is not followed (ELOOP)"));

    private final int errno;

    KernelException(String what, int errno) {
        super(what + ": " + SENTENCES.getOrDefault(errno, "errno " + errno));
        this.errno = errno;
    }

    /** Somebody still uses what was to be unmounted or removed. */
    public boolean busy() {
        return errno == EBUSY;
    }

    /** The file system or its device is at fault. */
    public boolean damaged() {
        return errno == EIO || errno == EUCLEAN || errno == EBADMSG;
    }

    public boolean missing() {
        return errno == ENOENT;
    }

    public boolean exists() {
        return errno == EEXIST;
    }

    int errno() {
        return errno;
    }
}
