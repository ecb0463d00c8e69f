package dev.headwater.node.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeeperMountTest {
    private static final String ROOT = "/var/lib/kubelet";
    private static final String PATH = KeeperMount.path(ROOT, "uid", "pvc-1");
    private static final String STAGED = ROOT + "/plugins/kubernetes.io/csi/d/h/globalmount";
    private static final String NODE = "1 0 8:1 / / rw shared:1 - ext4 /dev/root rw\n";

    private static KeeperMount judge(String lines) {
        return KeeperMount.judge(MountTable.parse(NODE + lines), ROOT, PATH, Optional.of(STAGED));
    }

    private static String mount(String device, String root, String path, String type) {
        return "9 1 " + device + " " + root + " " + path + " rw - " + type + " x rw\n";
    }

    @Test
    void the_root_of_the_staged_device_is_sound() {
        assertThat(judge(mount("7:3", "/", STAGED, "ext4") + mount("7:3", "/", PATH, "ext4")))
                .isInstanceOf(KeeperMount.Sound.class);
    }

    @Test
    void drivers_that_do_not_stage_are_fine() {
        assertThat(judge(mount("7:3", "/", PATH, "xfs"))).isInstanceOf(KeeperMount.Sound.class);
    }

    @Test
    void no_mount_is_no_volume_yet() {
        assertThat(judge("")).isInstanceOf(KeeperMount.Absent.class);
    }

    @Test
    void a_directory_of_the_volume_is_not_the_volume() {
        assertThat(judge(mount("7:3", "/sub", PATH, "ext4"))).isInstanceOf(KeeperMount.Unsound.class);
    }

    @Test
    void the_nodes_own_disk_is_not_the_volume() {
        assertThat(judge(mount("8:1", "/", PATH, "ext4"))).isInstanceOf(KeeperMount.Unsound.class);
        assertThat(judge(mount("0:5", "/", PATH, "tmpfs"))).isInstanceOf(KeeperMount.Unsound.class);
    }

    @Test
    void another_device_than_the_staged_one_is_not_the_volume() {
        assertThat(judge(mount("7:3", "/", STAGED, "ext4") + mount("7:4", "/", PATH, "ext4")))
                .isInstanceOf(KeeperMount.Unsound.class);
    }

    @Test
    void two_devices_over_each_other_are_nobodys_volume() {
        assertThat(judge(mount("7:3", "/", PATH, "ext4") + mount("7:4", "/", PATH, "ext4")))
                .isInstanceOf(KeeperMount.Unsound.class);
    }
}
