package dev.headwater.node.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.node.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Free blocks leave the storage. */
@Tag("kernel")
class TrimmerKernelTest {
    private static final int BYTES = 64 << 20;

    private TestNode node;

    @BeforeEach
    void raise() throws IOException {
        node = new TestNode();
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    @Test
    void what_was_deleted_is_gone_from_the_device() throws IOException {
        node.keeperVolume();
        var before = stored();
        var file = Files.write(node.keeperPath().resolve("file"), new byte[BYTES]);
        TestNode.run("sync", "--file-system", node.keeperPath().toString());
        assertThat(stored()).isGreaterThan(before + BYTES / 2);
        Files.delete(file);
        TestNode.run("sync", "--file-system", node.keeperPath().toString());

        assertThat(trim(node.keeperPath())).isGreaterThan(BYTES);

        assertThat(stored()).isLessThan(before + BYTES / 2);
    }

    @Test
    void a_file_system_that_cannot_says_so() {
        assertThatThrownBy(() -> trim(node.root)).isInstanceOf(KernelException.class);
    }

    private static long trim(Path directory) throws IOException {
        try (var fileSystem = Fd.directory(directory)) {
            return Trimmer.trim(fileSystem, Duration.ofMinutes(1));
        }
    }

    /** Bytes that the volume's image takes on the disk below it. */
    private long stored() throws IOException {
        var image = node.loops().getFirst().trim().split(" +")[1];
        return Long.parseLong(TestNode.run("du", "--block-size=1", image).split("\t")[0]);
    }
}
