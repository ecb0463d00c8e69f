package dev.headwater.node.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.control.Fields;
import dev.headwater.node.TestNode;
import dev.headwater.node.mount.BusyException;
import dev.headwater.node.mount.Fd;
import dev.headwater.node.mount.MountTables;
import dev.headwater.node.mount.Unmounter;
import dev.headwater.node.record.SlotRecord.Kind;
import dev.headwater.node.slot.SlotTarget;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class InlineVolumesKernelTest {
    private TestNode node;
    private SlotTarget slot;

    @BeforeEach
    void publish() throws IOException {
        node = new TestNode();
        slot = node.slot();
        InlineVolumes.publish(slot, Kind.SLOT);
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    private Path inside(String path) {
        return Path.of(slot.path(), path);
    }

    @Test
    void a_slot_can_only_be_read_but_for_its_inbox() throws IOException {
        assertThat(inside(".headwater/headwater")).isExecutable();
        assertThat(inside(".headwater/job-started.sh")).isExecutable();
        assertThatThrownBy(() -> Files.writeString(inside("file"), "x"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("Read-only");
        Files.writeString(inside(".headwater/in/file"), "x");
        assertThat(Files.getAttribute(inside(".headwater/in"), "unix:mode")).isEqualTo(0041777);
    }

    @Test
    void the_inbox_is_bounded_and_nothing_in_it_is_executed() throws IOException {
        var in = MountTables.own().top(slot.path() + "/.headwater/in").orElseThrow();
        var options = Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.startsWith(in.id() + " "))
                .findFirst()
                .orElseThrow();

        assertThat(options).contains("nosuid,nodev,noexec", "size=4096k", "nr_inodes=512");
    }

    @Test
    void publishing_again_adds_nothing() throws IOException {
        var before = MountTables.own().unmountOrder(slot.path());

        for (var i = 0; i < 20; i++) {
            InlineVolumes.publish(slot, Kind.SLOT);
        }

        assertThat(MountTables.own().unmountOrder(slot.path()))
                .isEqualTo(before)
                .hasSize(2);
    }

    @Test
    void publishing_completes_what_a_killed_plugin_began() throws IOException {
        TestNode.run("umount", slot.path() + "/.headwater/in");

        InlineVolumes.publish(slot, Kind.SLOT);

        assertThat(MountTables.own().at(slot.path() + "/.headwater/in")).hasSize(1);
        assertThat(MountTables.own().at(slot.path())).hasSize(1);
    }

    @Test
    void something_else_at_the_target_is_left_alone() throws IOException {
        var other = node.target("00000000-0000-0000-0000-000000000000", "headwater");
        Files.createDirectory(Path.of(other.path()));
        TestNode.run("mount", "-t", "tmpfs", "foreign", other.path());

        assertThatThrownBy(() -> InlineVolumes.publish(other, Kind.SLOT)).hasMessageContaining("something else");
    }

    @Test
    void results_appear_in_the_read_only_slot_and_stay_as_first_written() throws IOException {
        Outbox.result(slot, "one", new Fields.Builder().with("outcome", "done").build());
        Outbox.result(
                slot, "one", new Fields.Builder().with("outcome", "failed").build());

        assertThat(inside(".headwater/results/one.result")).hasContent("outcome=done");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(inside(".headwater/results/one.result"))))
                .isEqualTo("rw-r--r--");
        assertThat(MountTables.own().unmountOrder(slot.path())).hasSize(2);
        assertThat(inside(".headwater/results")).isDirectoryNotContaining("glob:**.one*");
    }

    @Test
    void at_most_256_results_are_kept() throws IOException {
        for (var i = 0; i < 300; i++) {
            Outbox.result(
                    slot, "r" + i, new Fields.Builder().with("outcome", "done").build());
        }

        try (var files = Files.list(inside(".headwater/results"))) {
            assertThat(files).hasSize(256);
        }
        assertThat(inside(".headwater/results/r299.result")).exists();
    }

    @Test
    void a_keeper_gets_orders_and_can_only_report() throws IOException {
        var keeper = node.keeperControl();
        InlineVolumes.publish(keeper, Kind.KEEPER);

        Files.writeString(Path.of(keeper.path(), "in/x"), "x");
        assertThatThrownBy(() -> Files.writeString(Path.of(keeper.path(), "orders/x"), "x"))
                .isInstanceOf(FileSystemException.class);
    }

    @Test
    void unpublishing_leaves_nothing_and_may_be_repeated() throws IOException {
        Unmounter.remove(slot);
        Unmounter.remove(slot);

        assertThat(Path.of(slot.path())).doesNotExist();
        assertThat(Path.of(slot.path()).getParent()).isEmptyDirectory();
        assertThat(MountTables.own().unmountOrder(slot.path())).isEmpty();
    }

    @Test
    void unpublishing_never_empties_a_directory() throws IOException {
        Unmounter.remove(slot);
        Files.createDirectories(Path.of(slot.path(), "precious"));

        assertThatThrownBy(() -> Unmounter.remove(slot)).hasMessageContaining("not empty");
        assertThat(Path.of(slot.path(), "precious")).exists();
    }

    @Test
    void a_busy_slot_is_an_error_and_goes_as_soon_as_it_is_free() throws IOException {
        try (var user = Fd.directory(inside(".headwater/in"))) {
            assertThatThrownBy(() -> Unmounter.remove(slot)).isInstanceOf(BusyException.class);
        }
        Unmounter.remove(slot);
        assertThat(Path.of(slot.path())).doesNotExist();
    }

    @Test
    void watching_an_inbox_tells_of_files_and_does_not_keep_it_busy() throws Exception {
        var news = new ArrayBlockingQueue<String>(8);
        try (var watcher = new InboxWatcher(news::add)) {
            watcher.watch(slot, Kind.SLOT);

            Files.writeString(inside(".headwater/in/a.tmp"), "x");
            assertThat(news.poll(200, TimeUnit.MILLISECONDS)).isNull();
            Files.move(inside(".headwater/in/a.tmp"), inside(".headwater/in/a.request"));

            assertThat(news.poll(5, TimeUnit.SECONDS)).isEqualTo(slot.path());
            Unmounter.remove(slot);
        }
    }

    @Test
    void a_slot_that_a_privileged_pod_rearranged_leads_nowhere_else() throws IOException {
        var outside = Files.createDirectory(node.root.resolve("outside"));
        TestNode.run("umount", slot.path() + "/.headwater/in");
        InlineVolumes.change(slot, root -> {
            root.rename(".headwater", "moved");
            Files.createSymbolicLink(root.path().resolve(".headwater"), outside);
        });

        assertThatThrownBy(() -> Outbox.result(
                        slot, "x", new Fields.Builder().with("outcome", "x").build()))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> InlineVolumes.publish(slot, Kind.SLOT)).isInstanceOf(IOException.class);
        assertThat(outside).isEmptyDirectory();
        Unmounter.remove(slot);
        Files.delete(outside);
    }
}
