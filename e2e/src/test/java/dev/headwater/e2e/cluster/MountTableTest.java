package dev.headwater.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountTableTest {
    private static final Path HOME = Path.of("/var/lib/headwater-dev");

    @Test
    void only_mounts_at_or_below_the_folder_count() {
        assertThat(below("/", "/var/lib/headwater-dev", "/var/lib/headwater-dev-2", "/var/lib/headwater-dev/a"))
                .containsExactly(HOME, HOME.resolve("a"));
    }

    @Test
    void a_place_that_is_mounted_twice_is_named_twice() {
        assertThat(below("/var/lib/headwater-dev/a", "/var/lib/headwater-dev/a"))
                .containsExactly(HOME.resolve("a"), HOME.resolve("a"));
    }

    @Test
    void blanks_in_names_are_read_as_the_kernel_writes_them() {
        assertThat(below("/var/lib/headwater-dev/a\\040b")).containsExactly(HOME.resolve("a b"));
    }

    private static List<Path> below(String... mountPoints) {
        List<String> mountinfo = List.of(mountPoints).stream()
                .map(mountPoint -> "36 35 98:0 / " + mountPoint + " rw,noatime shared:1 - ext4 /dev/root rw")
                .toList();
        return MountTable.below(HOME, mountinfo);
    }
}
