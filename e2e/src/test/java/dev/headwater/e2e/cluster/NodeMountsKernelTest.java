package dev.headwater.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is mounted on a further node once it has booted. The machine it begins as a copy of is a mount namespace, and ends with it. */
@Tag("kernel")
@Timeout(60)
class NodeMountsKernelTest {
    private static final Node SECOND = new Node(2);
    private static final String MACHINE = """
            disk() { # IMAGE POINT
              mkdir -p "$2"
              truncate -s 8M "$1"
              mkfs.ext4 -q "$1"
              mount -o loop "$1" "$2"
            }
            mkdir -p "$1/csi/state" "$1/node-1/kubelet/volume" "$1/log/pods"
            disk "$1/csi/state/cloud.img" "$1/csi/state/cloud"
            disk "$2/tried.img" "$2/volume"
            mount -t tmpfs ours "$1/node-1/kubelet/volume"
            exec unshare --mount sh "$3"
            """;

    @TempDir
    Path temporary;

    private Layout layout;
    private Process node;

    @BeforeEach
    void boot() throws Exception {
        layout = new Layout(temporary.resolve("home"));
        var script = Files.writeString(
                temporary.resolve("mounts.sh"),
                Template.render("mounts.sh", Configuration.nodeValues(layout, SECOND, Admission.OPEN)));
        node = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "sh",
                        "-euc",
                        MACHINE,
                        "machine",
                        layout.home().toString(),
                        temporary.resolve("beside").toString(),
                        script.toString())
                .inheritIO()
                .start();
        await("the node has booted").until(() -> Files.exists(layout.nodeMounted(SECOND)) || !node.isAlive());
    }

    @AfterEach
    void end() throws Exception {
        node.destroyForcibly();
        assertThat(node.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void only_the_clouds_disk_and_its_own_places_are_mounted_of_all_that_is_ours() throws Exception {
        assertThat(mountPoints())
                .filteredOn(point -> point.startsWith(temporary.toString()))
                .containsExactlyInAnyOrder(
                        layout.home().resolve("csi/state/cloud").toString(),
                        layout.kubeletRoot().toString(),
                        layout.podLogs().toString());
    }

    private List<String> mountPoints() throws Exception {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(node.pid()), "mountinfo"))) {
            return lines.map(line -> line.split(" ")[4]).toList();
        }
    }
}
