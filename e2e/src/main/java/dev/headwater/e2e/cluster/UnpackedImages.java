package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Images that a containerd has unpacked when they were built. A new node's containerd starts with its records of them and with links to what
 * it unpacked, which no container writes to.
 */
final class UnpackedImages {
    private static final Path CONTENT = Path.of("io.containerd.content.v1.content/blobs/sha256");
    private static final Path SNAPSHOTS = Path.of("io.containerd.snapshotter.v1.overlayfs/snapshots");

    private static final List<Path> RECORDS = List.of(
            Path.of("io.containerd.metadata.v1.bolt/meta.db"),
            Path.of("io.containerd.snapshotter.v1.overlayfs/metadata.db"));

    private final Path unpacked;

    /** @param images folder as {@code e2e/images/build} leaves it */
    UnpackedImages(Path images) {
        unpacked = images.resolve("unpacked");
    }

    /** @param root of a containerd that has never been started */
    void giveTo(Path root) {
        try {
            for (var record : RECORDS) {
                Files.createDirectories(root.resolve(record).getParent());
                Files.copy(unpacked.resolve(record), root.resolve(record));
            }
            link(CONTENT, root);
            link(SNAPSHOTS, root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void link(Path folder, Path root) throws IOException {
        Files.createDirectories(root.resolve(folder));
        try (Stream<Path> entries = Files.list(unpacked.toRealPath().resolve(folder))) {
            for (var entry : entries.toList()) {
                Files.createSymbolicLink(root.resolve(folder).resolve(entry.getFileName()), entry);
            }
        }
    }
}
