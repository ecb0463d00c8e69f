package dev.headwater.e2e.csidriver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.csi.v1.ListVolumesResponse;
import dev.headwater.csi.v1.Snapshot;
import dev.headwater.e2e.csidriver.host.Images;
import dev.headwater.e2e.csidriver.host.Loops;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The driver is killed in the middle of its work, again and again; what it had answered must hold. Needs root and loop
 * devices, no cluster.
 */
@Tag("story")
class KillStory {
    private static final int KILLS = 9;
    private static final long LATEST_KILL_MILLIS = 500;

    @TempDir
    Path dir;

    private final Map<String, String> volumes = new HashMap<>();
    private final Map<String, String> snapshots = new HashMap<>();
    private RunningDriver driver;
    private Orchestrator cloud;

    @BeforeEach
    void start() throws IOException {
        driver = RunningDriver.start(dir, "--snapshot-delay=0s");
        cloud = new Orchestrator(driver.peer(), "ext4");
    }

    @AfterEach
    void stop() throws InterruptedException {
        driver.tearDown(dir);
    }

    @Test
    void whatever_was_answered_before_a_kill_holds_after_it_and_nothing_else_is_left_behind() throws Exception {
        Random chance = new Random(1);
        for (int round = 0; round < KILLS; round++) {
            String name = "round-" + round;
            CompletableFuture<Void> work = CompletableFuture.runAsync(() -> workUntilKilled(name));
            Thread.sleep(chance.nextLong(LATEST_KILL_MILLIS));
            driver.kill();
            work.get(30, TimeUnit.SECONDS);

            start();

            answersHold();
            nothingIsOrphaned();
            finish(name);
        }
        assertThat(volumes).hasSizeGreaterThanOrEqualTo(KILLS);
        assertThat(snapshots).hasSizeGreaterThanOrEqualTo(KILLS);
    }

    /** The life of a job's volume, over and over; each answer is written down when it has come. */
    private void workUntilKilled(String name) {
        try {
            for (int i = 0; true; i++) {
                live(name + "-" + i);
            }
        } catch (StatusRuntimeException killed) {
            assertThat(killed).hasMessageContaining("UNAVAILABLE");
        }
    }

    /** Repeats with the same names what the kill cut off, as the sidecars would. */
    private void finish(String name) throws IOException {
        String snapshot = live(name + "-0");
        String copy = cloud.restore(name + "-copy", 1, snapshot).getVolumeId();
        cloud.attach(copy);
        cloud.stage(copy, staging(copy));
        assertThat(staging(copy).resolve("file")).hasContent(name + "-0");
        cloud.unstage(copy, staging(copy));
        cloud.detach(copy);
        cloud.delete(copy);
    }

    /** One life; the id of its snapshot. */
    private String live(String name) {
        String volume = cloud.create(name, 1).getVolumeId();
        volumes.put(name, volume);
        cloud.attach(volume);
        cloud.stage(volume, staging(volume));
        cloud.publish(volume, staging(volume), target(volume));
        write(target(volume).resolve("file"), name);
        cloud.unpublish(volume, target(volume));
        cloud.unstage(volume, staging(volume));
        cloud.detach(volume);
        String snapshot = cloud.snapshot(name, volume).getSnapshotId();
        snapshots.put(name, snapshot);
        return snapshot;
    }

    private void answersHold() {
        List<String> known = cloud.volumes().stream()
                .map(ListVolumesResponse.Entry::getVolume)
                .map(v -> v.getVolumeId())
                .toList();
        assertThat(known).containsAll(volumes.values());
        assertThat(cloud.snapshots().stream().map(Snapshot::getSnapshotId)).containsAll(snapshots.values());
        volumes.forEach(
                (name, id) -> assertThat(cloud.create(name, 1).getVolumeId()).isEqualTo(id));
    }

    private void nothingIsOrphaned() throws IOException {
        Images images = new Images(RunningDriver.state(dir).resolve("scratch/images"));
        try (Stream<Path> files = Files.list(images.dir())) {
            assertThat(files).hasSize(cloud.volumes().size() + cloud.snapshots().size());
        }
        long attached = cloud.volumes().stream()
                .filter(v -> v.getStatus().getPublishedNodeIdsCount() > 0)
                .count();
        assertThat((long) new Loops().below(images.dir()).size()).isLessThanOrEqualTo(attached);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path staging(String volume) {
        return dir.resolve("pods").resolve(volume + "-staging");
    }

    private Path target(String volume) {
        return dir.resolve("pods").resolve(volume);
    }
}
