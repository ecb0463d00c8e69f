package dev.headwater.e2e.csidriver.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The disk of the cloud: an xfs in a sparse file, because xfs shares blocks between files (reflink), which makes a
 * snapshot of any size a matter of milliseconds.
 */
public final class Scratch {
    private final Path file;
    private final Path point;
    private final Mounts mounts;

    /** The scratch of a state directory, mounted or not. */
    public Scratch(Path stateDir, Mounts mounts) {
        this.file = stateDir.resolve("scratch.img");
        this.point = stateDir.resolve("scratch");
        this.mounts = mounts;
    }

    /** Where it is mounted. */
    public Path point() {
        return point;
    }

    /** Makes the file system if there is none ({@code bytes} large, taking only what is used) and mounts it. */
    public void open(long bytes) throws IOException, InterruptedException {
        Files.createDirectories(point);
        if (!Files.exists(file)) {
            Path next = file.resolveSibling("scratch.img.next");
            Files.deleteIfExists(next);
            try (RandomAccessFile sparse = new RandomAccessFile(next.toFile(), "rw")) {
                sparse.setLength(bytes);
            }
            // The log is written out in full; its default size here would take half a GiB.
            Commands.run("mkfs.xfs", "-q", "-m", "reflink=1", "-l", "size=64m", next.toString());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        }
        if (mounts.at(point).isEmpty()) {
            mounts.mountImage(file, point);
        }
    }

    /** Unmounts it; its file stays. */
    public void close() throws IOException, InterruptedException {
        mounts.unmount(point);
    }
}
