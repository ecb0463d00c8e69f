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
    private static final Parts PARTS = new Parts(new Layout(Path.of("/ours")), BUILD);
    private static final Pattern PATH = Pattern.compile("(?:(?<=unix://)|(?<![\\w/:.]))/[\\w./*-]+");

    @Test
    void every_part_has_a_name_of_its_own() {
        assertThat(PARTS.all().stream().map(Part::name))
                .doesNotHaveDuplicates()
                .contains("etcd", "kubelet", "csi-driver");
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
    void the_second_nodes_parts_have_names_of_their_own() {
        assertThat(List.of(
                        PARTS.kubelet(new Node(2)).name(),
                        PARTS.containerd(new Node(2)).name()))
                .containsExactly("kubelet-2", "containerd-2");
    }
}
