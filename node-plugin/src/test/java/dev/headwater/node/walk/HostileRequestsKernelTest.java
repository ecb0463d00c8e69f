package dev.headwater.node.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.node.TestNode;
import dev.headwater.node.record.SlotRecord;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class HostileRequestsKernelTest {
    private WalkWorld world;

    @BeforeEach
    void raise() throws IOException {
        world = new WalkWorld();
        world.publish();
    }

    @AfterEach
    void close() throws IOException {
        world.endpoint.unpublish(world.slot);
        world.close();
    }

    private Path in(String name) {
        return Path.of(world.slot.path(), ".headwater/in", name);
    }

    private void isRefused(String id, String because) throws IOException {
        world.settle();
        world.isRefused(id, "BadRequest", because);
        assertThat(Files.exists(in(id + ".request"), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(world.state.runs().all()).isEmpty();
    }

    @Test
    void a_symbolic_link_is_not_followed() throws IOException {
        var secret = Files.writeString(world.directory.resolve("secret"), "op=restore\n");
        Files.createSymbolicLink(in("a.request"), secret);

        isRefused("a", "symbolic link");
        assertThat(secret).exists();
    }

    @Test
    void a_pipe_is_not_waited_for() throws IOException {
        TestNode.run("mkfifo", in("a.request").toString());

        isRefused("a", "not a regular file");
    }

    @Test
    void a_device_or_directory_is_no_request() throws IOException {
        Files.createDirectory(in("a.request"));
        isRefused("a", "not a regular file");

        Files.createDirectories(in("b.request").resolve("full"));
        isRefused("b", "not a regular file");
        assertThat(in("b.request")).doesNotExist();
    }

    @Test
    void a_file_with_two_names_is_no_request() throws IOException {
        Files.writeString(in("other"), "op=restore\n");
        Files.createLink(in("a.request"), in("other"));

        isRefused("a", "more than one name");
    }

    @Test
    void a_huge_file_is_not_read() throws IOException {
        Files.write(in("a.request"), new byte[1 << 20]);

        isRefused("a", "larger than");
    }

    @Test
    void nonsense_is_answered_with_a_sentence() throws IOException {
        Files.write(in("a.request"), new byte[] {(byte) 0xff, 0, 1});
        isRefused("a", "not UTF-8");
        Files.writeString(in("b.request"), "op=format-the-disk\npath=/mnt/x\n");
        isRefused("b", "op is none of");
        Files.writeString(in("c.request"), "op=restore\npath=/mnt/../etc\nkey=a\n");
        isRefused("c", "path is not absolute");
        Files.writeString(in("d.request"), "op=restore\npath=/mnt/cargo\nkey=a\n");
        isRefused("d", "which job asks");
    }

    @Test
    void names_that_are_no_ids_are_passed_over() throws IOException {
        Files.writeString(in("..request"), "x");
        Files.writeString(in("UPPER.request"), "x");
        Files.writeString(in("a b.request"), "x");
        world.settle();

        assertThat(Path.of(world.slot.path(), ".headwater/results")).isEmptyDirectory();
    }

    @Test
    void thousands_of_files_hit_the_bound_of_the_inbox_and_keep_no_other_slot_waiting() throws IOException {
        var written = 0;
        try {
            for (; written < 10_000; written++) {
                Files.writeString(in("f" + written + ".request"), "x");
            }
        } catch (FileSystemException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
        assertThat(written).isLessThan(600);
        var other = world.node.target("22222222-2222-3333-4444-555555555555", "headwater");
        world.endpoint.publish(other, TestNode.record(other, SlotRecord.Kind.SLOT));
        Files.writeString(Path.of(other.path(), ".headwater/in/x.request"), "x");

        world.intake.lookAt(world.slot.path());
        world.intake.lookAt(other.path());

        assertThat(Path.of(other.path(), ".headwater/results/x.result")).exists();
        world.endpoint.unpublish(other);
    }

    @Test
    void the_first_job_started_record_counts_for_ever() throws IOException {
        writeJobStarted("refs/heads/main");
        world.settle();
        writeJobStarted("refs/heads/evil");
        world.settle();
        world.startPlugin();
        world.askForVolume("r1");
        world.settle();

        assertThat(world.run().spec().job().ref()).isEqualTo("refs/heads/main");
        assertThat(world.run().spec().job().source()).hasToString("JobStarted");
        assertThat(in("job-started")).doesNotExist();
    }

    private void writeJobStarted(String ref) throws IOException {
        Files.writeString(
                in("job-started"), "repository=acme/lambdas\nref=" + ref + "\nsha=" + WalkWorld.SHA + "\nrun-id=7\n");
    }

    @Test
    void nobody_gets_more_than_four_volumes_at_a_time() throws IOException {
        for (var i = 1; i <= 5; i++) {
            world.request(
                    "v" + i,
                    "op=restore",
                    "path=/mnt/v" + i,
                    "key=k",
                    "repository=a/b",
                    "ref=refs/heads/main",
                    "sha=" + WalkWorld.SHA,
                    "run-id=1");
        }
        world.settle();

        assertThat(world.result("v4")).isEmpty();
        world.isRefused("v5", "TooManyVolumes", "at most 4 at a time");
    }
}
