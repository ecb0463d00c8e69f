package dev.headwater.node.mount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One life of a file system in the kernel, from its first mount to the end of its last, in any namespace. The kernel shows it as a
 * directory of sysfs, which is gone as soon as the file system is; a later life on a device of the same name has another inode there.
 *
 * @param sysfs as in {@code /sys/fs/ext4/loop3}
 */
public record FileSystemInstance(String sysfs, long inode) {
    private static final Path FILE_SYSTEMS = Path.of("/sys/fs");

    /**
     * The instance behind a mounted block device; empty for file systems that leave no such evidence, which can therefore never be captured.
     *
     * @param device {@code major:minor}
     */
    public static Optional<FileSystemInstance> of(String fsType, String device) throws IOException {
        return switch (fsType) {
            case "ext2", "ext3", "ext4" -> find(FILE_SYSTEMS.resolve("ext4"), device);
            case "xfs" -> find(FILE_SYSTEMS.resolve("xfs"), device);
            default -> Optional.empty();
        };
    }

    /** Whether the kernel still knows it. */
    public boolean alive() throws IOException {
        var path = Path.of(sysfs);
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && inode(path) == inode;
    }

    private static Optional<FileSystemInstance> find(Path type, String device) throws IOException {
        var link = Path.of("/sys/dev/block", device);
        if (!Files.isSymbolicLink(link)) {
            return Optional.empty();
        }
        var entry = type.resolve(Files.readSymbolicLink(link).getFileName());
        return Files.isDirectory(entry)
                ? Optional.of(new FileSystemInstance(entry.toString(), inode(entry)))
                : Optional.empty();
    }

    private static long inode(Path path) throws IOException {
        return (Long) Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }
}
