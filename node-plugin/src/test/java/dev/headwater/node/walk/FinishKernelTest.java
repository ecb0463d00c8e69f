package dev.headwater.node.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.node.TestNode;
import dev.headwater.node.mount.Fd;
import dev.headwater.node.record.RunRecord.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the use of a volume ends, and which of the job's words counts then. */
@Tag("kernel")
class FinishKernelTest {
    private static final List<String> RECORD =
            List.of("repository=acme/lambdas", "key=cargo", "path=/mnt/cargo", "version=", "platform=linux/amd64");

    private WalkWorld world;
    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void raise() throws IOException {
        world = new WalkWorld();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (var process : processes) {
            end(process);
        }
        world.endpoint.unpublish(world.slot);
        world.close();
        assertThat(world.node.loops()).isEmpty();
    }

    private Path state() {
        return Path.of(world.slot.path(), ".headwater/in/state");
    }

    private void says(String... lines) throws IOException {
        Files.writeString(state(), String.join("\n", lines) + "\n", StandardOpenOption.APPEND);
    }

    /** A process in a mount namespace of its own, which becomes a sleep. */
    private Process inNamespace(String propagation, String... command) throws IOException {
        var arguments = new ArrayList<>(List.of("unshare", "-m", "--propagation", propagation));
        arguments.addAll(List.of(command));
        var process = new ProcessBuilder(arguments).start();
        processes.add(process);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> Files.readString(Path.of("/proc/" + process.pid() + "/comm"))
                        .startsWith("sleep"));
        return process;
    }

    private static void end(Process process) throws InterruptedException {
        assertThat(process.destroyForcibly().waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private boolean sees(Process process) throws IOException {
        return Files.readString(Path.of("/proc/" + process.pid() + "/mountinfo"))
                .contains(" " + world.volume() + " ");
    }

    @Test
    void the_last_word_of_any_step_is_what_a_finish_does() throws IOException {
        world.attach();
        assertThat(world.result("r1").orElseThrow()).contains("state-file=/mnt/.headwater/in/state");
        assertThat(Files.getPosixFilePermissions(state())).hasSize(6);
        says("save=true");
        says("cargo.save=false", "reason=docs only", "svae=true");
        for (var user : List.of("1001", "1002")) {
            TestNode.run(
                    "setpriv", "--reuid=" + user, "--clear-groups", "sh", "-c", "echo >> \"$0\"", state().toString());
        }

        world.request("f1", "op=finish", "path=/mnt/cargo");
        world.settle();

        assertThat(world.save()).isEqualTo(new RunSpec.Save(RunSpec.Wish.Skip, "docs only", null));
        assertThat(world.released().cause()).isEqualTo(RunSpec.Cause.Step);
        assertThat(world.result("f1").orElseThrow())
                .contains("outcome=done", "saved=false", "save-reason=JobAskedToSkip", "ignored=line 4 (svae=true)");

        world.request("f2", "op=finish", "path=/mnt/cargo");
        world.settle();
        assertThat(world.result("f2").orElseThrow()).contains("outcome=done", "reason=AlreadyDetached");
    }

    /** The plugin was away; it reads requests in the order of their names, which says nothing. */
    @ParameterizedTest
    @CsvSource({"a,b", "b,a"})
    void of_wishes_that_nobody_read_in_time_the_last_one_counts(String first, String last) throws IOException {
        world.attach();
        world.request(first, "op=skip", "path=/mnt/cargo", "timeout=1");
        world.request(last, "op=save", "path=/mnt/cargo", "timeout=60");
        writtenBefore(Duration.ofMinutes(5), first);
        writtenBefore(Duration.ofSeconds(10), last);

        world.settle();

        assertThat(world.save().wish()).isEqualTo(RunSpec.Wish.Save);
    }

    private void writtenBefore(Duration age, String id) throws IOException {
        Files.setLastModifiedTime(
                Path.of(world.slot.path(), ".headwater/in", id + ".request"), FileTime.from(world.now.minus(age)));
    }

    @Test
    void whoever_replaces_the_state_file_spoils_only_his_own_words() throws IOException {
        world.attach();
        var asked = 1;
        for (var planted : List.of(
                "mkfifo state", "ln -s /etc/passwd state", "mkdir state", "truncate -s 1T state", "ln other state")) {
            TestNode.run(
                    "sh",
                    "-c",
                    "cd \"$0\" && rm -rf state && echo save=false >other && " + planted,
                    state().getParent().toString());
            var id = "f" + asked++;
            try (var user = Fd.directory(world.volume())) {
                world.request(id, "op=finish", "path=/mnt/cargo", "timeout=10");
                world.settle();
                world.now = world.now.plusSeconds(20);
                world.settle();
            }
            assertThat(world.result(id).orElseThrow())
                    .as(planted)
                    .contains("reason=Busy", "ignored=all of it: ", "saved=false", "save-started=false");
        }
        world.endpoint.unpublish(world.slot);
        assertThat(world.save().mode()).isEqualTo(RunSpec.Mode.Auto);
    }

    @Test
    void thousands_of_lines_are_read_to_the_last() throws IOException {
        world.attach();
        var lines = new String[20_000];
        Arrays.fill(lines, "noise");
        says(lines);
        says("save=false");
        world.request("f1", "op=finish", "path=/mnt/cargo");
        world.settle();

        assertThat(world.save().wish()).isEqualTo(RunSpec.Wish.Skip);
        assertThat(world.result("f1").orElseThrow()).contains("19996 more");
    }

    @Test
    void a_volume_that_carries_the_markers_value_is_unchanged() throws IOException {
        var record = new ArrayList<>(RECORD);
        record.addAll(List.of("marker-file=build-id", "marker-value=42"));
        world.sealedVolume(record.toArray(String[]::new));
        world.terms("save-marker-file=build-id", "save-marker-value=42");
        world.restore();
        Files.writeString(world.volume().resolve(".headwater/record"), "marker-value=43\n");

        finishAndSeal();

        assertThat(world.save().mode()).isEqualTo(RunSpec.Mode.Auto);
        assertThat(world.sealed().changed()).isEqualTo("No");
        assertThat(world.sealed().changedWhy()).isEqualTo("marker build-id has already the value 42");
        assertThat(world.sealed().marker()).isNull();
    }

    @Test
    void another_value_is_a_change_and_the_keeper_is_told_what_to_write() throws IOException {
        var record = new ArrayList<>(RECORD);
        record.addAll(List.of("marker-file=build-id", "marker-value=41"));
        world.sealedVolume(record.toArray(String[]::new));
        world.terms("save=true", "save-marker-file=build-id", "save-marker-value=42", "git-paths=src/**");
        world.restore();

        finishAndSeal("changed=No", "changed-why=::error ::none of src/** changed", "marker=Present");

        assertThat(world.save().mode()).isNull();
        assertThat(world.sealed().changed()).isEqualTo("Yes");
        assertThat(world.sealed().marker()).isEqualTo("Present");
        assertThat(Path.of(world.keeper.path(), "orders/seal.order"))
                .content()
                .contains("marker-file=build-id", "marker-value=42", "record-marker-value=42", "git-paths=src/**");
    }

    private void finishAndSeal(String... more) throws IOException {
        world.request("f1", "op=finish", "path=/mnt/cargo");
        world.settle();
        assertThat(world.run().phase()).isEqualTo(Phase.SEALING);
        var lines = new ArrayList<>(List.of("outcome=done"));
        lines.addAll(List.of(more));
        world.report("seal", lines.toArray(String[]::new));
        world.settle();
    }

    @Test
    void a_wish_that_nobody_read_before_the_pod_ended_counts() throws IOException {
        world.attach();
        world.request("s1", "op=save", "path=/mnt/cargo", "reason=green");
        world.startPlugin();

        world.endpoint.unpublish(world.slot);

        assertThat(world.save()).isEqualTo(new RunSpec.Save(RunSpec.Wish.Save, "green", null));
        assertThat(world.released().cause()).isEqualTo(RunSpec.Cause.SlotEnded);
        assertThat(world.run().phase()).isEqualTo(Phase.SEALING);
    }

    @Test
    void what_the_job_says_after_a_busy_step_is_the_last_word() throws IOException {
        world.attach();
        says("save=false");
        try (var user = Fd.directory(world.volume())) {
            world.request("s1", "op=save", "path=/mnt/cargo", "timeout=10");
            world.settle();
            world.now = world.now.plusSeconds(20);
            world.settle();
            assertThat(world.result("s1").orElseThrow()).contains("reason=Busy");
        }
        says("save=auto");

        world.endpoint.unpublish(world.slot);

        assertThat(world.save().wish()).isEqualTo(RunSpec.Wish.Save);
        assertThat(world.save().mode()).isEqualTo(RunSpec.Mode.Auto);
    }

    @Test
    void a_job_that_ends_without_a_step_wishes_nothing_whatever_its_state_file_says() throws IOException {
        world.attach();
        says("save=true");
        world.endpoint.unpublish(world.slot);

        assertThat(world.run().spec().save()).isNull();
        assertThat(world.released().cause()).isEqualTo(RunSpec.Cause.SlotEnded);
    }

    @Test
    void a_hidden_holder_is_named_as_long_as_its_step_would_wait_also_when_the_pod_ends() throws Exception {
        world.attach();
        var copy = inNamespace("private", "sleep", "300");
        world.request("s1", "op=save", "path=/mnt/cargo", "timeout=60");
        assertThatThrownBy(() -> world.endpoint.unpublish(world.slot))
                .hasMessageContaining("process " + copy.pid() + " (sleep)")
                .hasMessageContaining("private copy");
        world.settle();
        assertThat(world.run().phase()).isEqualTo(Phase.ATTACHED);
        assertThat(Objects.requireNonNull(world.run().slot().busy())).contains("process " + copy.pid());

        end(copy);
        world.endpoint.unpublish(world.slot);
        assertThat(world.run().phase()).isEqualTo(Phase.SEALING);
        assertThat(world.run().slot().unclean()).isNull();
        assertThat(world.save().wish()).isEqualTo(RunSpec.Wish.Save);
    }

    @Test
    void copies_that_nobody_uses_end_with_the_slot() throws Exception {
        world.attach();
        var copy = inNamespace("private", "sleep", "300");
        world.request("s1", "op=save", "path=/mnt/cargo", "timeout=10");
        world.now = world.now.plusSeconds(20);
        world.endpoint.unpublish(world.slot);

        assertThat(sees(copy)).isFalse();
        assertThat(world.run().phase()).isEqualTo(Phase.SEALING);
        assertThat(world.run().slot().unclean()).isNull();
    }

    @Test
    void who_writes_on_through_a_copy_when_the_pod_is_gone_makes_the_run_unclean() throws Exception {
        world.attach();
        var writer = inNamespace(
                "private",
                "sh",
                "-c",
                "cd \"$0\" && exec sleep 300 3>open",
                world.volume().toString());
        world.request("s1", "op=save", "path=/mnt/cargo", "timeout=10");
        world.now = world.now.plusSeconds(20);
        world.endpoint.unpublish(world.slot);

        assertThat(world.run().slot().unclean()).contains("process " + writer.pid() + " (sleep)", "copy");
    }

    @Test
    void a_container_that_starts_again_sees_the_volume_and_lets_it_go() throws Exception {
        world.attach();
        var first = inNamespace("slave", "sleep", "300");
        end(first);
        var second = inNamespace("slave", "sleep", "300");
        assertThat(sees(second)).isTrue();

        world.request("s1", "op=skip", "path=/mnt/cargo");
        world.settle();

        assertThat(sees(second)).isFalse();
        assertThat(world.result("s1").orElseThrow()).contains("outcome=done", "saved=false");
    }

    @Test
    void a_step_goes_on_as_soon_as_it_wants_to() throws IOException {
        world.attach();
        world.request("f1", "op=finish", "path=/mnt/cargo", "wait=detached");
        world.settle();

        assertThat(world.run().phase()).isEqualTo(Phase.SEALING);
        assertThat(world.result("f1").orElseThrow())
                .contains("saved=false", "save-started=true", "save-waited-for-completion=false");
    }
}
