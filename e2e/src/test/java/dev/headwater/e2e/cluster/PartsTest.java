package dev.headwater.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PartsTest {
    private static final Build BUILD =
            new Build(Path.of("/build/bin"), Path.of("/build/images"), Path.of("/build/e2e"), Path.of("/build/jdk"));
    private static final Parts PARTS = new Parts(new Layout(Path.of("/ours")), BUILD, List.of(Node.FIRST, new Node(2)));
    private static final Pattern PATH = Pattern.compile("(?:(?<=unix://)|(?<![\\w/:.]))/[\\w./*-]+");

    @Test
    void every_part_has_a_name_of_its_own() {
        assertThat(PARTS.all().stream().map(Part::name))
                .doesNotHaveDuplicates()
                .contains("etcd", "kubelet", "csi-driver", "node-2", "containerd-2", "kubelet-2", "csi-driver-2");
    }

    @Test
    void no_part_is_told_of_a_place_that_is_not_ours_or_built() {
        List<String> paths = PARTS.all().stream()
                .flatMap(part -> part.command().stream())
                .flatMap(argument -> PATH.matcher(argument).results())
                .map(MatchResult::group)
                .toList();
        assertThat(paths)
                .hasSizeGreaterThan(PARTS.all().size())
                .allMatch(path -> path.startsWith("/ours/") || path.startsWith("/build/"));
    }

    @Test
    void what_listens_for_others_does_so_on_our_own_addresses() {
        assertThat(PARTS.apiServer().command()).contains("--bind-address=10.213.0.1", "--advertise-address=10.213.0.1");
        assertThat(PARTS.etcd().command())
                .filteredOn(argument -> argument.contains("listen"))
                .allMatch(argument -> argument.contains("http://127.0.0.1:"));
    }

    @Test
    void an_unknown_part_is_answered_with_those_that_exist() {
        assertThatThrownBy(() -> PARTS.named("kublet"))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("There is no part named kublet; the parts are etcd, ");
    }

    @Test
    void what_runs_on_a_further_node_enters_its_mounts_and_carries_its_name() {
        assertThat(PARTS.of(new Node(2)).stream().skip(1)).allSatisfy(part -> {
            assertThat(part.command().getFirst()).isEqualTo("sh");
            assertThat(part.command().get(2)).contains("'/ours/run/node-2.pid'", "nsenter");
            assertThat(part.environment()).containsEntry(Processes.NODE_MARKER, "node-2");
        });
        assertThat(PARTS.kubelet(Node.FIRST).environment()).doesNotContainKey(Processes.NODE_MARKER);
    }

    @Test
    void the_kubelets_of_all_nodes_have_the_same_root_as_a_chart_knows_only_one() {
        String root = "--root-dir=/ours/node-1/kubelet";
        assertThat(PARTS.kubelet(Node.FIRST).command()).contains(root);
        assertThat(PARTS.kubelet(new Node(2)).command()).contains(root);
    }
}
