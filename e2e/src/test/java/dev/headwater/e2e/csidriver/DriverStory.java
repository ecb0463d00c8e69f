package dev.headwater.e2e.csidriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.headwater.csi.v1.Snapshot;
import dev.headwater.csi.v1.Volume;
import dev.headwater.e2e.csidriver.fault.Faults;
import dev.headwater.e2e.csidriver.host.Images;
import dev.headwater.e2e.csidriver.host.Loop;
import dev.headwater.e2e.csidriver.host.Loops;
import dev.headwater.e2e.csidriver.host.Mounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the driver promises about data, devices and mounts. Needs root and loop devices, no cluster. */
@Tag("story")
class DriverStory {
    @TempDir
    Path dir;

    private RunningDriver driver;
    private Orchestrator cloud;
    private Faults faults;

    @BeforeEach
    void start() throws IOException {
        driver = RunningDriver.start(dir, "--snapshot-delay=1s");
        cloud = new Orchestrator(driver.peer(), "ext4");
        faults = new Faults(RunningDriver.state(dir));
    }

    @AfterEach
    void stop() throws InterruptedException {
        driver.tearDown(dir);
    }

    @Test
    void a_snapshot_is_pending_then_restores_all_data_into_a_larger_volume_and_outlives_its_source()
            throws IOException {
        String source = cloud.create("source", 1).getVolumeId();
        Files.writeString(use(source).resolve("file"), "kept");
        release(source);
        Snapshot snapshot = cloud.snapshot("cut", source);
        assertThat(snapshot.getReadyToUse()).isFalse();
        assertThat(snapshot.getSizeBytes()).isEqualTo(Orchestrator.GIB);
        assertThatThrownBy(() -> cloud.restore("copy", 3, snapshot.getSnapshotId()))
                .hasMessageContaining("IncorrectState");
        cloud.delete(source);
        awaitReady(snapshot.getSnapshotId());

        String copy = cloud.restore("copy", 3, snapshot.getSnapshotId()).getVolumeId();
        cloud.deleteSnapshot(snapshot.getSnapshotId());
        Path target = use(copy);

        assertThat(target.resolve("file")).hasContent("kept");
        assertThat(sizeOf(target)).isGreaterThan(2 * Orchestrator.GIB);
    }

    @Test
    void a_copy_of_an_xfs_volume_is_mounted_beside_its_source() throws IOException {
        Orchestrator xfs = new Orchestrator(driver.peer(), "xfs");
        String source = xfs.create("source", 1).getVolumeId();
        Files.writeString(use(xfs, source).resolve("file"), "both");
        xfs.unpublish(source, target(source));
        xfs.unstage(source, staging(source));
        String copy = xfs.cloneOf("copy", 2, source).getVolumeId();

        assertThat(use(xfs, source).resolve("file")).hasContent("both");
        assertThat(use(xfs, copy).resolve("file")).hasContent("both");
        assertThat(sizeOf(target(copy))).isGreaterThan(3 * Orchestrator.GIB / 2);
    }

    @Test
    void a_snapshot_of_a_mounted_volume_holds_an_unclean_journal_and_a_cold_one_does_not() throws Exception {
        String source = cloud.create("source", 1).getVolumeId();
        Files.writeString(use(source).resolve("file"), "in flight");
        String hot = cloud.snapshot("hot", source).getSnapshotId();
        release(source);
        String cold = cloud.snapshot("cold", source).getSnapshotId();

        assertThat(features(hot)).contains("needs_recovery");
        assertThat(features(cold)).doesNotContain("needs_recovery").contains("has_journal");
    }

    @Test
    void a_mounted_xfs_volume_grows_on_line() throws IOException {
        Orchestrator xfs = new Orchestrator(driver.peer(), "xfs");
        String volume = xfs.create("volume", 1).getVolumeId();
        Path target = use(xfs, volume);

        xfs.expand(volume, 4, target);

        assertThat(sizeOf(target)).isGreaterThan(3 * Orchestrator.GIB);
    }

    @Test
    void a_mounted_ext4_volume_grows_on_line() throws IOException {
        assumeThat(mayResizeExt4OnLine()).as("CAP_SYS_RESOURCE").isTrue();
        String volume = cloud.create("volume", 1).getVolumeId();
        Path target = use(volume);

        cloud.expand(volume, 4, target);

        assertThat(sizeOf(target)).isGreaterThan(3 * Orchestrator.GIB);
    }

    @Test
    void an_ext4_volume_that_grew_while_it_was_away_is_grown_when_it_is_staged_again() throws IOException {
        String volume = cloud.create("volume", 1).getVolumeId();
        Files.writeString(use(volume).resolve("file"), "kept");
        release(volume);

        cloud.expandInCloud(volume, 4);

        assertThat(use(volume).resolve("file")).hasContent("kept");
        assertThat(sizeOf(target(volume))).isGreaterThan(3 * Orchestrator.GIB);
    }

    @Test
    void repeated_calls_of_the_kubelet_change_nothing() throws IOException {
        String volume = cloud.create("volume", 1).getVolumeId();
        use(volume);
        use(volume);

        assertThat(new Mounts().all().stream().filter(m -> m.point().startsWith(dir.resolve("pods"))))
                .hasSize(2);
        release(volume);
        release(volume);
        assertThat(target(volume)).doesNotExist();
    }

    @Test
    void a_mounted_volume_is_not_detached_but_a_forced_detach_lies() throws IOException {
        String volume = cloud.create("volume", 1).getVolumeId();
        Path target = use(volume);
        assertThatThrownBy(() -> cloud.detach(volume)).hasMessageContaining("still mounted");

        faults.add("ControllerUnpublishVolume force-detach once");
        cloud.detach(volume);

        assertThat(cloud.volumes().getFirst().getStatus().getPublishedNodeIdsList())
                .isEmpty();
        Files.writeString(target.resolve("file"), "the node still writes");
        cloud.unpublish(volume, target);
        cloud.unstage(volume, staging(volume));
        assertThat(loop(volume)).isEmpty();
    }

    @Test
    void a_create_snapshot_whose_answer_was_lost_is_found_again_with_its_first_cut() throws IOException {
        String volume = cloud.create("volume", 1).getVolumeId();
        faults.add("CreateSnapshot lose-answer once");
        assertThatThrownBy(() -> cloud.snapshot("cut", volume)).hasMessageContaining("UNAVAILABLE");
        Snapshot made = cloud.snapshots().getFirst();

        Snapshot again = cloud.snapshot("cut", volume);

        assertThat(again.getSnapshotId()).isEqualTo(made.getSnapshotId());
        assertThat(again.getCreationTime()).isEqualTo(made.getCreationTime());
        assertThat(cloud.snapshots()).hasSize(1);
    }

    @Test
    void settings_change_the_cloud_while_it_runs() throws IOException {
        faults.add("CreateVolume wrong-zone once", "set max-volumes-per-node 1", "set snapshot-dependence volume");
        Volume astray = cloud.create("astray", 1);
        String first = cloud.create("first", 1).getVolumeId();
        String second = cloud.create("second", 1).getVolumeId();
        cloud.snapshot("inside", second);

        assertThat(astray.getAccessibleTopology(0).getSegmentsMap())
                .containsEntry("topology.e2e.headwater.dev/zone", "z1-elsewhere");
        assertThatThrownBy(() -> cloud.attach(astray.getVolumeId())).hasMessageContaining("ZoneMismatch");
        cloud.attach(first);
        assertThatThrownBy(() -> cloud.attach(second)).hasMessageContaining("RESOURCE_EXHAUSTED");
        cloud.delete(second);
        assertThat(cloud.snapshots()).isEmpty();
    }

    @Test
    void a_driver_without_attach_finds_and_frees_its_devices_itself() throws Exception {
        driver.kill();
        driver = RunningDriver.start(dir, "--snapshot-delay=0s", "--attach-required=false");
        cloud = new Orchestrator(driver.peer(), "ext4");
        String volume = cloud.create("volume", 1).getVolumeId();
        assertThatThrownBy(() -> cloud.attach(volume)).hasMessageContaining("UNIMPLEMENTED");

        cloud.stage(volume, staging(volume));
        assertThatThrownBy(() -> cloud.delete(volume)).hasMessageContaining("still mounted");
        assertThat(cloud.snapshot("cut", volume).getReadyToUse()).isTrue();
        cloud.unstage(volume, staging(volume));

        assertThat(loop(volume)).isEmpty();
        cloud.delete(volume);
    }

    @Test
    void a_stopped_driver_leaves_mounts_alone_and_the_cleanup_takes_them_away() throws Exception {
        String volume = cloud.create("volume", 1).getVolumeId();
        Path target = use(volume);
        Files.writeString(target.resolve("file"), "there");
        driver.process().destroy();
        assertThat(driver.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(target.resolve("file")).hasContent("there");

        driver.tearDown(dir);

        assertThat(loop(volume)).isEmpty();
        assertThat(new Mounts().all().stream().filter(m -> m.point().startsWith(dir)))
                .isEmpty();
    }

    private Path use(String volume) {
        return use(cloud, volume);
    }

    private Path use(Orchestrator orchestrator, String volume) {
        orchestrator.attach(volume);
        orchestrator.stage(volume, staging(volume));
        orchestrator.publish(volume, staging(volume), target(volume));
        return target(volume);
    }

    private void release(String volume) {
        cloud.unpublish(volume, target(volume));
        cloud.unstage(volume, staging(volume));
        cloud.detach(volume);
    }

    private Path staging(String volume) {
        return dir.resolve("pods").resolve(volume + "-staging");
    }

    private Path target(String volume) {
        return dir.resolve("pods").resolve(volume);
    }

    private static long sizeOf(Path mounted) throws IOException {
        return Files.getFileStore(mounted).getTotalSpace();
    }

    /** The kernel grows a mounted ext4 only for CAP_SYS_RESOURCE, bit 24, which not every sandbox has. */
    private static boolean mayResizeExt4OnLine() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> 24 & 1) == 1);
    }

    private Path image(String id) throws IOException {
        return new Images(RunningDriver.state(dir).resolve("scratch/images")).of(id);
    }

    private Optional<Loop> loop(String volume) throws IOException {
        return new Loops().carrying(image(volume));
    }

    private String features(String snapshot) throws Exception {
        Process dump = new ProcessBuilder(
                        "/usr/sbin/dumpe2fs", "-h", image(snapshot).toString())
                .redirectErrorStream(true)
                .start();
        return new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private void awaitReady(String snapshot) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> cloud.snapshots().stream()
                        .anyMatch(s -> s.getSnapshotId().equals(snapshot) && s.getReadyToUse()));
    }
}
