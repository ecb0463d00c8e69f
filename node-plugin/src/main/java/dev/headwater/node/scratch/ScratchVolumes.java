package dev.headwater.node.scratch;

import dev.headwater.node.mount.Fd;
import dev.headwater.node.mount.LoopDevices;
import dev.headwater.node.mount.Mounts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Makes scratch volumes: ext4 in a sparse image on the node's disk, through a loop device that lets go by itself. */
public final class ScratchVolumes {
    private static final long LEAST_BYTES = 64L << 20;
    private static final int SHARE_OF_FREE_DISK_PERCENT = 80;
    private static final int PERCENT = 100;
    private static final int MKFS_SECONDS = 20;

    private final Path directory;
    private final long bytes;

    /**
     * Images lie in {@code directory}; those of a predecessor that died while making one are removed.
     *
     * @param bytes size of a scratch volume; less where the disk is fuller
     */
    public ScratchVolumes(Path directory, long bytes) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.bytes = bytes;
        try (var images = Files.newDirectoryStream(directory, "*.img")) {
            for (var image : images) {
                Files.delete(image);
            }
        }
    }

    /**
     * Mounts a new scratch volume, root owned by {@code uid}:{@code gid}, onto {@code target}. Its image has no name any more when this
     * returns: the disk space is free again as soon as the last mount is gone.
     *
     * @throws IOException with a sentence if the node has too little free disk
     */
    public void mount(String name, long uid, long gid, Fd target) throws IOException {
        var image = directory.resolve(name + ".img");
        try {
            allocate(image);
            format(image, uid, gid);
            LoopDevices.with(image, device -> {
                try (var mount = Mounts.create(
                        "ext4", Map.of("source", device.toString()), Set.of(Mounts.Flag.NO_SUID, Mounts.Flag.NO_DEV))) {
                    Mounts.attach(mount, target);
                }
                return device;
            });
        } finally {
            Files.deleteIfExists(image);
        }
    }

    private void allocate(Path image) throws IOException {
        var free = Files.getFileStore(directory).getUsableSpace() / PERCENT * SHARE_OF_FREE_DISK_PERCENT;
        var size = Math.min(bytes, free);
        if (size < LEAST_BYTES) {
            throw new IOException("the node has too little free disk for a scratch volume");
        }
        Files.deleteIfExists(image);
        try (var file = FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), size - 1);
        }
    }

    /** Without journal: nobody reads it after a crash. Inode tables are zeroed later, or never. */
    private static void format(Path image, long uid, long gid) throws IOException {
        var process = new ProcessBuilder(List.of(
                        "mkfs.ext4",
                        "-q",
                        "-F",
                        "-m",
                        "0",
                        "-O",
                        "^has_journal",
                        "-E",
                        "nodiscard,lazy_itable_init=1,root_owner=" + uid + ":" + gid,
                        image.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(MKFS_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("mkfs.ext4 failed on the scratch image");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while making a scratch volume", e);
        }
    }
}
