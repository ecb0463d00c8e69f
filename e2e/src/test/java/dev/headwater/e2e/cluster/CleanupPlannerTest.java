package dev.headwater.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CleanupPlannerTest {
    private static final Path HOME = Path.of("/var/lib/headwater-dev");
    private static final ProcessIdentity PROCESS = new ProcessIdentity(5, 50);
    private static final List<Path> CGROUPS = List.of(Path.of("/c"), Path.of("/c/pod"), Path.of("/c/pod/a"));

    @Test
    void a_machine_without_leftovers_needs_nothing() {
        assertThat(CleanupPlanner.plan(leftovers(List.of(), List.of(), List.of(), List.of(), List.of())))
                .isEmpty();
    }

    @Test
    void processes_end_before_mounts_go_and_the_latest_mount_goes_first() {
        var left =
                leftovers(List.of(PROCESS), List.of(HOME, HOME.resolve("a")), List.of("/dev/loop0"), CGROUPS, home());
        assertThat(CleanupPlanner.plan(left))
                .containsExactly(
                        new CleanupStep.EndProcess(PROCESS),
                        new CleanupStep.Unmount(HOME.resolve("a")),
                        new CleanupStep.Unmount(HOME),
                        new CleanupStep.DetachLoop("/dev/loop0"));
    }

    @Test
    void no_file_is_deleted_while_something_is_still_mounted() {
        var left = leftovers(List.of(), List.of(HOME), List.of(), List.of(), home());
        assertThat(CleanupPlanner.plan(left)).noneMatch(CleanupStep.DeleteTree.class::isInstance);
    }

    @Test
    void no_file_is_deleted_while_a_loop_device_still_holds_one() {
        var left = leftovers(List.of(), List.of(), List.of("/dev/loop3"), List.of(), home());
        assertThat(CleanupPlanner.plan(left)).containsExactly(new CleanupStep.DetachLoop("/dev/loop3"));
    }

    @Test
    void cgroups_go_from_the_leaves_up_and_the_folder_with_its_records_goes_last() {
        assertThat(CleanupPlanner.plan(leftovers(List.of(), List.of(), List.of(), CGROUPS, home())))
                .containsExactly(
                        new CleanupStep.RemoveCgroup(Path.of("/c/pod/a")),
                        new CleanupStep.RemoveCgroup(Path.of("/c/pod")),
                        new CleanupStep.RemoveCgroup(Path.of("/c")),
                        new CleanupStep.DeleteTree(HOME));
    }

    @Test
    void what_others_see_is_put_back_before_the_record_of_how_it_was_is_deleted() {
        var left = new Leftovers(
                List.of(),
                List.of(),
                List.of(),
                List.of("hwdev0"),
                List.of("ip kube-proxy"),
                List.of("-s 10.213.0.0/16 -j ACCEPT"),
                List.of(),
                List.of(Path.of("/run/containerd/s/1")),
                List.of(Path.of("/run/containerd/s")),
                Map.of("net.ipv4.ip_forward", "0"),
                home());
        assertThat(CleanupPlanner.plan(left))
                .containsExactly(
                        new CleanupStep.DeleteLink("hwdev0"),
                        new CleanupStep.DeleteTable("ip kube-proxy"),
                        new CleanupStep.DeleteForwardRule("-s 10.213.0.0/16 -j ACCEPT"),
                        new CleanupStep.DeleteFile(Path.of("/run/containerd/s/1")),
                        new CleanupStep.DeleteFolderIfEmpty(Path.of("/run/containerd/s")),
                        new CleanupStep.RestoreSetting("net.ipv4.ip_forward", "0"),
                        new CleanupStep.DeleteTree(HOME));
    }

    private static List<Path> home() {
        return List.of(HOME);
    }

    private static Leftovers leftovers(
            List<ProcessIdentity> processes,
            List<Path> mounts,
            List<String> loops,
            List<Path> cgroups,
            List<Path> home) {
        return new Leftovers(
                processes, mounts, loops, List.of(), List.of(), List.of(), cgroups, List.of(), List.of(), Map.of(),
                home);
    }
}
