package dev.headwater.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupsTest {
    private static final int LOOKS = 500;

    @TempDir
    Path root = Path.of("");

    @Test
    void groups_that_go_while_somebody_looks_disturb_nobody() throws Exception {
        var stays = Files.createDirectories(root.resolve("stays/deep"));
        try (var beside = Executors.newSingleThreadExecutor()) {
            var containers = beside.submit(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    comesAndGoes();
                }
                return null;
            });
            for (int look = 0; look < LOOKS; look++) {
                assertThat(Cgroups.walk(root)).contains(root, stays.getParent(), stays);
            }
            containers.cancel(true);
        }
    }

    private void comesAndGoes() throws IOException {
        var pod = root.resolve("pod");
        var container = Files.createDirectories(pod.resolve("container"));
        Files.delete(container);
        Files.delete(pod);
    }
}
