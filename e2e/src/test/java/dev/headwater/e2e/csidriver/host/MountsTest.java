package dev.headwater.e2e.csidriver.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountsTest {
    @Test
    void a_line_of_mountinfo_names_device_and_place_also_if_the_place_has_blanks() {
        assertThat(Mounts.Entry.parse(
                        "36 35 7:12 / /var/lib/a\\040b\\134c rw,noatime shared:1 - ext4 /dev/loop12 rw,data=ordered"))
                .isEqualTo(new Mounts.Entry("7:12", Path.of("/var/lib/a b\\c")));
    }

    @Test
    void xfs_is_mounted_beside_its_copies_and_flags_of_the_class_are_kept() {
        assertThat(FileSystem.XFS.mountOptions(List.of("noatime"))).isEqualTo("rw,nouuid,noatime");
        assertThat(FileSystem.EXT4.mountOptions(List.of())).isEqualTo("rw");
    }
}
