package dev.headwater.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The cluster goes as if it had never been there, also after the worst end. It comes back for the stories after it. */
@Tag("story")
@Tag("alone")
@Isolated
class TeardownStory {

    @Test
    void a_cluster_whose_processes_were_all_killed_leaves_nothing_and_comes_back() {
        Cluster cluster = Cluster.running();
        new StoryPods(cluster).create();
        cluster.partNames().forEach(cluster::kill);
        assertThat(traces()).as("a cluster that was killed leaves traces").isNotEmpty();

        Cluster.down();

        assertThat(traces()).isEmpty();
        assertThat(Cluster.leftovers().isEmpty()).isTrue();
        assertThat(Path.of("/var/lib/headwater-dev")).doesNotExist();
        assertThat(cluster.recreate().isWhole()).isTrue();
    }

    /** Asked of the machine's own tools, not of the code that cleans up. */
    private static String traces() {
        return Command.run("sh", "-c", """
                grep -h headwater-dev /proc/mounts
                losetup --all | grep headwater-dev
                ip -oneline link | grep -E 'hwdev0|veth'
                ip route | grep 10.213
                nft list tables | grep kube-proxy
                find /sys/fs/cgroup -maxdepth 2 -name headwater-dev
                ps -eo args | grep -E '[/]headwater-dev|[d]ev.headwater.e2e.csidriver'
                true
                """);
    }
}
