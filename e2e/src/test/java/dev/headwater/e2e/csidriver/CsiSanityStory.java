package dev.headwater.e2e.csidriver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The conformance suite of the CSI project against a driver of its own. Needs root and loop devices, no cluster; and nobody may start a
 * container or make a mount namespace meanwhile, as tests beside the stories that are told alone do: it has a copy of every mount of the
 * machine for a moment, and the suite asks for a detach only once.
 */
@Tag("story")
@Isolated
class CsiSanityStory {
    /** Optional parts of CSI that EBS does not have either. Anything else that is skipped is a hole in the driver. */
    private static final List<String> NOT_OFFERED = List.of(
            "ControllerGetVolumeHealth not supported",
            "ControllerListVolumeHealth not supported",
            "ControllerModifyVolume not supported",
            "ControllerPublishVolume.readonly field not supported",
            "GetSnapshot not supported",
            "GroupControllerService not supported",
            "Modify Volume not supported",
            "Modify volume not supported",
            "NodeGetStorageHealth not supported",
            "NodeGetVolumeHealth not supported",
            "SNAPSHOT_ACCESSIBILITY_CONSTRAINTS not supported",
            "Service does not have single node multi writer capability");

    private static final Pattern SKIPPED = Pattern.compile("\\[SKIPPED] (?!\\[|in \\[)(.+)");

    @TempDir
    Path dir;

    private RunningDriver driver;

    @BeforeEach
    void start() throws IOException {
        driver = RunningDriver.start(dir, "--snapshot-delay=0s", "--max-volumes-per-node=8");
    }

    @AfterEach
    void stop() throws InterruptedException {
        driver.tearDown(dir);
    }

    @Test
    void the_driver_passes_csi_sanity_and_skips_only_what_ebs_lacks() throws IOException, InterruptedException {
        String program = Objects.requireNonNull(
                System.getenv("HEADWATER_CSI_SANITY"), "HEADWATER_CSI_SANITY names no program; run ./dev test.");
        Path log = dir.resolve("csi-sanity.log");

        Process suite = new ProcessBuilder(
                        program,
                        "--ginkgo.v",
                        "--ginkgo.no-color",
                        "--csi.endpoint=" + dir.resolve("csi.sock"),
                        "--csi.mountdir=" + dir.resolve("mount"),
                        "--csi.stagingdir=" + dir.resolve("stage"),
                        "--csi.testnodevolumeattachlimit")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = suite.waitFor(5, TimeUnit.MINUTES);
        suite.destroyForcibly();
        String said = Files.readString(log);

        assertThat(ended && suite.exitValue() == 0).as(said).isTrue();
        assertThat(SKIPPED.matcher(said).results().map(m -> m.group(1)).distinct())
                .containsExactlyInAnyOrderElementsOf(NOT_OFFERED);
    }
}
