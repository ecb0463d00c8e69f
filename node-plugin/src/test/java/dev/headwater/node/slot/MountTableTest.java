package dev.headwater.node.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class MountTableTest {
    private static final String TEXT = """
            1 0 8:1 / / rw shared:1 - ext4 /dev/root rw
            20 1 0:30 / /var/lib/kubelet/pods/u/volumes/kubernetes.io~csi/s/mount ro,nosuid shared:7 master:3 - tmpfs headwater-slot rw
            21 20 7:3 / /var/lib/kubelet/pods/u/volumes/kubernetes.io~csi/s/mount/cargo rw - ext4 /dev/loop3 rw
            22 1 8:1 /data /mnt/with\\040space rw - ext4 /dev/root rw
            nonsense
            """;

    private final MountTable table = MountTable.parse(TEXT);

    @Test
    void lines_are_read_and_nonsense_is_left_out() {
        assertThat(table.entries()).hasSize(4);
        assertThat(table.entries().get(1))
                .isEqualTo(new MountEntry(
                        20,
                        "0:30",
                        "/",
                        "/var/lib/kubelet/pods/u/volumes/kubernetes.io~csi/s/mount",
                        "shared:7 master:3",
                        "tmpfs",
                        "headwater-slot"));
        assertThat(table.entries().get(3).mountPoint()).isEqualTo("/mnt/with space");
        assertThat(table.entries().get(3).root()).isEqualTo("/data");
    }

    @Test
    void what_lies_on_top_is_unmounted_first() {
        assertThat(table.unmountOrder("/var/lib/kubelet/pods/u/volumes/kubernetes.io~csi/s/mount"))
                .extracting(MountEntry::id)
                .containsExactly(21L, 20L);
    }

    @Test
    void a_path_that_only_begins_the_same_is_another() {
        assertThat(table.unmountOrder("/var/lib/kubelet/pods/u/volumes/kubernetes.io~csi/s/mou"))
                .isEmpty();
    }

    @Test
    void the_nearest_mount_contains_a_path() {
        assertThat(table.containing("/var/lib/kubelet").orElseThrow().id()).isEqualTo(1);
        assertThat(table.containing("/var/lib/kubelet/pods/u/volumes/kubernetes.io~csi/s/mount/cargo/x")
                        .orElseThrow()
                        .id())
                .isEqualTo(21);
    }

    @Test
    void the_visible_layer_is_the_last() {
        var doubled = MountTable.parse("2 1 7:1 / /a rw - ext4 /dev/loop1 rw\n3 2 7:2 / /a rw - ext4 /dev/loop2 rw\n");

        assertThat(doubled.at("/a")).hasSize(2);
        assertThat(doubled.top("/a").orElseThrow().device()).isEqualTo("7:2");
    }

    @Test
    void only_the_mounts_of_one_file_system_are_taken_apart_where_no_others_are_asked_for() {
        assertThat(MountTable.parse(TEXT, "8:1")).extracting(MountEntry::id).containsExactly(1L, 22L);
        assertThat(MountTable.parse(TEXT, "8:10")).isEmpty();
    }

    @Property
    void changes_are_what_leads_from_one_table_to_the_other(
            @ForAll List<@IntRange(min = 1, max = 40) Integer> earlier,
            @ForAll List<@IntRange(min = 1, max = 40) Integer> later) {
        var before = some(earlier);
        var after = some(later);
        var expected = new HashSet<>(before.entries());
        expected.addAll(after.entries());
        expected.removeIf(
                entry -> before.entries().contains(entry) && after.entries().contains(entry));

        assertThat(after.changesSince(before)).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Ids are used again by the kernel: of each ten numbers, all have the same. */
    private static MountTable some(List<Integer> numbers) {
        var entries = new LinkedHashMap<Long, MountEntry>();
        numbers.forEach(number -> entries.put(
                number % 10L, new MountEntry(number % 10L, "0:1", "/", "/at" + number, "", "tmpfs", "source")));
        return new MountTable(List.copyOf(entries.values()));
    }

    @Property
    void no_text_is_too_strange(@ForAll @StringLength(max = 400) @CharRange(from = '\n', to = '~') String text) {
        assertThat(MountTable.parse(text).entries().size())
                .isLessThanOrEqualTo((int) text.lines().count());
    }

    @Property
    void names_survive_the_kernels_escapes(
            @ForAll @StringLength(min = 1, max = 40) @CharRange(from = ' ', to = '~') String name) {
        var escaped = name.replace("\\", "\\134").replace(" ", "\\040");
        var parsed = MountTable.parse("5 1 0:9 / /x/" + escaped + " rw - tmpfs source rw\n");

        assertThat(parsed.entries()).extracting(MountEntry::mountPoint).isEqualTo(List.of("/x/" + name));
    }
}
