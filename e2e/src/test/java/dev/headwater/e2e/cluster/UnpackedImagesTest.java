package dev.headwater.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedImagesTest {
    @Test
    void a_node_writes_to_records_of_its_own_and_shares_what_is_only_read(@TempDir Path temporary) throws IOException {
        var entry = temporary.resolve("entry");
        write(entry.resolve("io.containerd.metadata.v1.bolt/meta.db"), "images");
        write(entry.resolve("io.containerd.snapshotter.v1.overlayfs/metadata.db"), "snapshots");
        write(entry.resolve("io.containerd.snapshotter.v1.overlayfs/snapshots/1/fs/bin"), "program");
        write(entry.resolve("io.containerd.content.v1.content/blobs/sha256/abc"), "layer");
        var images = Files.createDirectory(temporary.resolve("images"));
        Files.createSymbolicLink(images.resolve("unpacked"), entry);
        var root = temporary.resolve("root");

        new UnpackedImages(images).giveTo(root);

        assertThat(root.resolve("io.containerd.snapshotter.v1.overlayfs/snapshots/1/fs/bin"))
                .hasContent("program");
        assertThat(root.resolve("io.containerd.content.v1.content/blobs/sha256/abc"))
                .hasContent("layer");
        write(root.resolve("io.containerd.metadata.v1.bolt/meta.db"), "changed");
        Files.delete(root.resolve("io.containerd.content.v1.content/blobs/sha256/abc"));
        assertThat(entry.resolve("io.containerd.metadata.v1.bolt/meta.db")).hasContent("images");
        assertThat(entry.resolve("io.containerd.content.v1.content/blobs/sha256/abc"))
                .hasContent("layer");
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
