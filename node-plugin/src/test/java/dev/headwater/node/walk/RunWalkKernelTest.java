package dev.headwater.node.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.node.TestNode;
import dev.headwater.node.mount.Fd;
import dev.headwater.node.mount.MountTables;
import dev.headwater.node.record.RunRecord.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class RunWalkKernelTest {
    private WalkWorld world;

    @BeforeEach
    void raise() throws IOException {
        world = new WalkWorld();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        world.endpoint.unpublish(world.slot);
        assertThat(MountTables.own().unmountOrder(world.slot.path())).isEmpty();
        assertThat(Path.of(world.slot.path())).doesNotExist();
        world.close();
        assertThat(world.node.loops()).isEmpty();
    }

    private void finishRun() throws IOException {
        world.report("seal", "outcome=done", "used-bytes=4096", "took-ms=12", "head=" + WalkWorld.SHA);
        world.settle();
        world.endpoint.unpublish(world.keeper);
        world.node.unmountKeeperVolume();
        world.settle();
    }

    @Test
    void a_new_volume_is_bound_at_its_root_and_belongs_to_the_requester() throws IOException {
        world.attach();

        assertThat(world.result("r1").orElseThrow())
                .contains("outcome=attached", "restored=false", "new-volume=true", "volume-id=pvc-0001");
        var layers = MountTables.own().at(world.volume().toString());
        assertThat(layers).hasSize(1);
        assertThat(layers.getFirst().root()).isEqualTo("/");
        assertThat(layers.getFirst().device()).isEqualTo(world.run().slot().device());
        assertThat(Files.getAttribute(world.volume(), "unix:uid")).isEqualTo(WalkWorld.REQUESTER);
        assertThat(Files.getAttribute(world.volume(), "unix:gid")).isEqualTo(WalkWorld.REQUESTER);
        Files.writeString(world.volume().resolve("file"), "x");
        assertThat(world.node.keeperPath().resolve("file")).exists();
        assertThat(world.run().slot().bootId()).isEqualTo("boot-1");
    }

    @Test
    void a_volume_that_is_not_empty_is_not_handed_out_as_a_new_one() throws IOException {
        world.publish();
        world.publishKeeper();
        world.node.keeperVolume();
        Files.writeString(world.node.keeperPath().resolve("foreign"), "x");
        world.askForVolume("r1");
        world.settle();
        world.decide("StartEmpty", "NoSnapshot");

        assertThatThrownBy(world::settle).hasMessageContaining("not empty");
        assertThat(MountTables.own().at(world.volume().toString())).isEmpty();

        world.now = world.now.plusSeconds(56);
        world.settle();
        assertThat(world.result("r1").orElseThrow()).contains("outcome=scratch", "reason=VolumeFailed");
    }

    private static final String[] RECORD = {
        "repository=acme/lambdas",
        "key=cargo",
        "path=/mnt/cargo",
        "version=",
        "platform=linux/amd64",
        "ref=refs/heads/main"
    };

    @Test
    void a_restored_volume_of_the_same_place_is_handed_out() throws IOException {
        world.sealedVolume(RECORD);
        world.restore();

        assertThat(world.result("r1").orElseThrow()).contains("outcome=attached", "restored=true");
    }

    private void assertRejected(String reason, String word) throws IOException {
        world.restore();
        assertThat(world.result("r1")).isEmpty();
        assertThat(MountTables.own().at(world.volume().toString())).isEmpty();
        assertThat(world.rejected().reason()).isEqualTo(reason);
        assertThat(world.rejected().message()).contains(word);
        assertThat(world.rejected().keeperUid()).isEqualTo(TestNode.KEEPER);
    }

    @Test
    void a_volume_of_another_stream_is_rejected() throws IOException {
        RECORD[1] = "key=another";
        try {
            world.sealedVolume(RECORD);
        } finally {
            RECORD[1] = "key=cargo";
        }
        assertRejected("RecordMismatch", "another");
    }

    @Test
    void a_volume_without_a_record_is_rejected() throws IOException {
        world.node.keeperVolume();
        assertRejected("RecordMismatch", "ENOENT");
    }

    @Test
    void a_link_in_place_of_the_record_is_not_followed() throws IOException {
        var elsewhere = Files.writeString(world.directory.resolve("elsewhere"), String.join("\n", RECORD) + "\n");
        world.node.keeperVolume();
        var own = Files.createDirectory(world.node.keeperPath().resolve(".headwater"));
        Files.createSymbolicLink(own.resolve("record"), elsewhere);
        assertRejected("RecordMismatch", "ELOOP");
    }

    @Test
    void a_file_system_in_which_the_kernel_has_seen_errors_is_rejected() throws IOException {
        world.node.keeperVolumeWithErrors();
        assertRejected("FileSystemBroken", "errors");
    }

    @Test
    void a_plain_directory_in_place_of_the_volume_is_never_bound() throws IOException {
        world.publish();
        world.publishKeeper();
        Files.createDirectories(world.node.keeperPath());
        world.askForVolume("r1");
        world.settle();
        world.decide("FromSnapshot", "HeadOfLane");
        world.settle();
        assertThat(world.run().phase()).isEqualTo(Phase.WAITING);

        TestNode.run(
                "mount",
                "--bind",
                world.node.keeperPath().toString(),
                world.node.keeperPath().toString());
        world.settle();
        assertThat(world.run().phase()).isEqualTo(Phase.WAITING);

        world.now = world.now.plusSeconds(57);
        world.settle();
        assertThat(world.result("r1").orElseThrow()).contains("outcome=scratch", "reason=VolumeFailed");
    }

    @Test
    void a_second_request_for_the_path_is_refused_and_the_first_untouched() throws IOException {
        world.publish();
        world.askForVolume("r1");
        world.settle();
        world.askForVolume("r2");
        world.settle();

        world.isRefused("r2", "AlreadyAttached", "/mnt/cargo");
        assertThat(world.result("r1")).isEmpty();
        assertThat(world.state.runs().all()).hasSize(1);
    }

    @Test
    void a_save_walks_from_the_wish_to_the_cut() throws IOException {
        world.attach();
        world.request("s1", "op=save", "path=/mnt/cargo", "timeout=60");
        world.settle();
        assertThat(world.run().phase()).isEqualTo(Phase.SEALING);
        assertThat(world.save().wish()).isEqualTo(RunSpec.Wish.Save);
        assertThat(world.volume()).doesNotExist();
        assertThat(Path.of(world.keeper.path(), "orders/seal.order"))
                .content()
                .contains("op=seal", "record-sha=", "attached-at=");

        finishRun();

        assertThat(world.sealed().outcome()).isEqualTo("Done");
        assertThat(world.run().slot().unstagedAt()).isNotNull();
        assertThat(world.run().slot().unclean()).isNull();
        assertThat(world.result("s1")).isEmpty();

        world.verdict("Save", "JobAsked", world.now.toString());
        world.settle();
        assertThat(world.result("s1").orElseThrow())
                .contains("outcome=done", "saved=true", "saved-snapshot-id=hw-snapshot");
    }

    @Test
    void a_save_step_does_not_wait_longer_than_a_minute() throws IOException {
        world.attach();
        world.request("s1", "op=save", "path=/mnt/cargo", "timeout=600");
        world.settle();
        world.now = world.now.plusSeconds(61);
        world.settle();

        assertThat(world.result("s1").orElseThrow())
                .contains("saved=false", "save-started=true", "save-waited-for-completion=false");
    }

    @Test
    void a_busy_volume_is_named_and_the_wish_survives_the_failed_step() throws Exception {
        world.attach();
        var process = new ProcessBuilder("sleep", "300")
                .directory(world.volume().toFile())
                .start();
        try {
            world.request("s1", "op=save", "path=/mnt/cargo", "timeout=60");
            world.settle();
            assertThat(world.result("s1")).isEmpty();
            assertThat(world.run().slot().busy()).contains("process " + process.pid() + " (sleep)");

            world.now = world.now.plusSeconds(58);
            world.settle();
            assertThat(world.result("s1").orElseThrow()).contains("outcome=failed", "reason=Busy", "sleep");
            assertThat(MountTables.own().at(world.volume().toString())).hasSize(1);
        } finally {
            process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }

        world.endpoint.unpublish(world.slot);
        assertThat(world.save().wish()).isEqualTo(RunSpec.Wish.Save);
        assertThat(world.released().cause()).isEqualTo(RunSpec.Cause.SlotEnded);
        assertThat(world.run().phase()).isEqualTo(Phase.SEALING);
        finishRun();
        assertThat(world.run().phase()).isEqualTo(Phase.OVER);
        assertThat(world.run().slot().unclean()).isNull();
    }

    @Test
    void a_private_copy_in_another_namespace_keeps_the_volume_from_counting_as_detached() throws Exception {
        world.attach();
        var copy = new ProcessBuilder("unshare", "-m", "--propagation", "private", "sleep", "300").start();
        try {
            Awaitility.await()
                    .until(() -> Files.readString(Path.of("/proc/" + copy.pid() + "/comm"))
                            .startsWith("sleep"));
            world.request("s1", "op=skip", "path=/mnt/cargo", "timeout=60");
            world.settle();

            assertThat(MountTables.own().at(world.volume().toString())).isEmpty();
            assertThat(world.run().phase()).isEqualTo(Phase.ATTACHED);
            assertThat(world.run().slot().busy()).contains("private copy", "sleep");
        } finally {
            copy.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }
        world.settle();
        assertThat(world.result("s1").orElseThrow()).contains("outcome=done", "saved=false", "JobAskedToSkip");
    }

    @Test
    void unstaged_means_that_the_kernel_no_longer_knows_the_file_system() throws Exception {
        world.attach();
        world.request("s1", "op=skip", "path=/mnt/cargo", "timeout=60");
        world.settle();
        assertThat(world.run().phase()).isEqualTo(Phase.UNSTAGING);

        var copy = new ProcessBuilder("unshare", "-m", "--propagation", "private", "sleep", "300").start();
        try {
            Awaitility.await()
                    .until(() -> Files.readString(Path.of("/proc/" + copy.pid() + "/comm"))
                            .startsWith("sleep"));
            world.node.unmountKeeperVolume();
            world.settle();
            assertThat(world.run().slot().unstagedAt()).isNull();
        } finally {
            copy.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            world.settle();
            assertThat(world.run().slot().unstagedAt()).isNotNull();
        });
    }

    @Test
    void a_keeper_that_loses_the_volume_makes_the_run_unclean_and_the_job_works_on() throws IOException {
        world.attach();
        world.node.unmountKeeperVolume();
        world.settle();

        assertThat(world.run().slot().unclean()).contains("keeper");
        assertThat(world.run().phase()).isEqualTo(Phase.ATTACHED);
        Files.writeString(world.volume().resolve("file"), "x");
    }

    @Test
    void a_reboot_while_attached_makes_the_run_unclean() throws IOException {
        world.attach();
        TestNode.run("umount", world.volume().toString());
        world.bootId = "boot-2";
        world.startPlugin();
        world.settle();

        assertThat(world.run().slot().unclean()).contains("restarted");
        assertThat(world.run().slot().detachedAt()).isNotNull();
        assertThat(world.run().phase()).isEqualTo(Phase.OVER);
    }

    @Test
    void scratch_comes_at_the_deadline_without_any_cluster_and_leaves_nothing() throws IOException {
        world.publish();
        world.askForVolume("r1");
        world.settle();
        world.now = world.now.plusSeconds(56);
        world.settle();

        assertThat(world.result("r1").orElseThrow()).contains("outcome=scratch", "reason=TimedOut", "restored=false");
        assertThat(world.released().cause()).isEqualTo(RunSpec.Cause.Answered);
        assertThat(Files.getAttribute(world.volume(), "unix:uid")).isEqualTo(WalkWorld.REQUESTER);
        Files.writeString(world.volume().resolve("file"), "x");
        assertThat(world.directory.resolve("scratch")).isEmptyDirectory();

        world.decide("StartEmpty", "NoSnapshot");
        world.settle();
        assertThat(MountTables.own().at(world.volume().toString())).hasSize(1);

        asksForCheckout();
        world.request("s1", "op=save", "path=/mnt/cargo");
        world.settle();
        assertThat(world.result("c1").orElseThrow()).contains("outcome=failed", "reason=ScratchOnly");
        assertThat(world.result("s1").orElseThrow()).contains("outcome=done", "saved=false", "ScratchOnly");
    }

    @Test
    void a_request_found_after_its_step_gave_up_is_refused() throws IOException {
        world.publish();
        world.askForVolume("r1");
        world.settle();
        world.now = world.now.plusSeconds(61);
        world.settle();

        assertThat(world.result("r1").orElseThrow()).contains("outcome=refused", "reason=TimedOut");
        assertThat(MountTables.own().at(world.volume().toString())).isEmpty();
    }

    @Test
    void a_keeper_is_woken_when_the_job_has_its_volume() throws IOException {
        world.attach();
        assertThat(wake()).isNotEmptyFile();
    }

    @Test
    void where_another_job_waits_for_its_volume_a_keeper_is_woken_by_its_first_order() throws IOException {
        world.publish();
        world.publishKeeper();
        world.node.keeperVolume();
        world.askForVolume("r1");
        world.settle();
        world.decide("StartEmpty", "NoSnapshot");
        world.askForVolume("r2", "/mnt/other");
        world.settle();
        assertThat(world.result("r1").orElseThrow()).contains("outcome=attached");
        assertThat(world.result("r2")).isEmpty();
        assertThat(wake()).doesNotExist();

        asksForCheckout("directory=ws");
        world.settle();
        assertThat(wake()).isNotEmptyFile();
    }

    /** The kubelet starts no container before the call has returned; what the plugin needs of the keeper is there before. */
    @Test
    void where_another_job_waits_for_its_volume_a_keepers_container_starts_with_its_first_order() throws Exception {
        world.publish();
        world.askForVolume("r1");
        world.settle();
        world.decide("StartEmpty", "NoSnapshot");
        var keeper = world.run().ask().run();
        world.askForVolume("r2", "/mnt/other");
        world.settle();
        var call = Thread.ofVirtual().start(() -> world.publishKeeper(keeper));
        world.node.keeperVolume();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> MountTables.own().at(world.keeper.path()).size() == 1);
        world.settle();
        assertThat(world.result("r1").orElseThrow()).contains("outcome=attached");
        assertThat(call.isAlive()).isTrue();

        asksForCheckout("directory=ws");
        world.settle();
        assertThat(call.join(Duration.ofSeconds(10))).isTrue();
    }

    /** @param more lines of the request */
    private void asksForCheckout(String... more) throws IOException {
        var lines = Stream.concat(
                Stream.of(
                        "op=checkout",
                        "path=/mnt/cargo",
                        "url=https://example.com/a/b",
                        "ref=refs/heads/main",
                        "sha=" + WalkWorld.SHA),
                Stream.of(more));
        world.request("c1", lines.toArray(String[]::new));
    }

    private Path wake() {
        return Path.of(world.keeper.path(), "orders/wake");
    }

    @Test
    void a_checkout_goes_to_the_keeper_and_its_report_to_the_job() throws IOException {
        world.attach();
        asksForCheckout("directory=ws");
        world.settle();
        assertThat(Path.of(world.keeper.path(), "orders/c1.order")).content().contains("directory=ws");
        assertThat(world.result("c1")).isEmpty();

        world.report("c1", "outcome=done", "head=" + WalkWorld.SHA, "changed-files=3", "message=::set-env name=A::b");
        world.settle();

        assertThat(world.result("c1").orElseThrow())
                .contains("outcome=done", "checkout-head=" + WalkWorld.SHA, "checkout-changed-files=3")
                .doesNotContain("message=::");
    }

    @Test
    void a_token_goes_to_the_keeper_alone_and_stays_no_longer_than_its_order() throws IOException {
        world.attach();
        var written = world.token("c1", "ghs_secret", "rw-------");
        asksForCheckout();
        world.settle();

        var handed = Path.of(world.keeper.path(), "orders/c1.token");
        assertThat(written).doesNotExist();
        assertThat(handed).hasContent("ghs_secret");
        assertThat(Files.getAttribute(handed, "unix:uid")).isEqualTo(WalkWorld.REQUESTER);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(handed)))
                .isEqualTo("r--------");
        assertThat(Path.of(world.keeper.path(), "orders/c1.order")).content().doesNotContain("ghs_secret");
        world.settle();
        assertThat(handed).exists();

        world.report("c1", "outcome=done", "head=" + WalkWorld.SHA);
        world.settle();

        assertThat(handed).doesNotExist();
        assertThat(world.result("c1").orElseThrow()).contains("outcome=done");
        try (var files = Files.walk(world.directory)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("ghs_secret");
            }
        }
    }

    @Test
    void a_token_that_others_can_read_is_refused_and_one_without_a_request_goes() throws IOException {
        world.attach();
        world.token("c1", "ghs_secret", "rw-r--r--");
        var alone = world.token("c2", "ghs_secret", "rw-------");
        asksForCheckout();
        world.settle();

        assertThat(world.result("c1").orElseThrow()).contains("outcome=refused", "(mode 0600)");
        assertThat(alone).exists();
        Files.setLastModifiedTime(alone, FileTime.from(world.now.minusSeconds(11)));
        world.settle();
        assertThat(alone).doesNotExist();
    }

    @Test
    void a_keeper_that_goes_without_a_report_did_not_seal() throws IOException {
        world.attach();
        world.request("s1", "op=save", "path=/mnt/cargo");
        world.settle();
        world.endpoint.unpublish(world.keeper);
        world.settle();

        assertThat(world.sealed().outcome()).isEqualTo("Failed");
    }

    @Test
    void a_keepers_last_report_is_read_before_its_volume_goes() throws IOException {
        world.attach();
        world.request("s1", "op=save", "path=/mnt/cargo");
        world.settle();
        world.report("seal", "outcome=done");
        world.endpoint.unpublish(world.keeper);

        assertThat(world.sealed().outcome()).isEqualTo("Done");
    }

    @Test
    void a_busy_slot_at_the_end_of_the_pod_is_an_error_that_names_the_process() throws IOException {
        world.attach();
        try (var user = Fd.directory(world.volume())) {
            assertThatThrownBy(() -> world.endpoint.unpublish(world.slot))
                    .hasMessageContaining("busy")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
    }
}
