package dev.headwater.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    private static final Layout LAYOUT = new Layout(Path.of("/somewhere/of-ours"));
    private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w/.])/(var|run|etc|opt)/[\\w/.-]+");

    @ParameterizedTest
    @ValueSource(strings = {"containerd.toml", "cni.conflist", "kubelet.yaml"})
    void a_node_keeps_all_its_files_below_our_folder(String resource) {
        String rendered = Template.render(resource, Configuration.nodeValues(LAYOUT, Node.FIRST, Admission.OPEN));
        assertThat(rendered).contains("/somewhere/of-ours/node-1/");
        assertThat(MACHINE_PATH.matcher(rendered).results().map(MatchResult::group))
                .isEmpty();
    }

    @Test
    void two_nodes_share_no_place_and_no_address() {
        assertThat(Stream.of("containerd.toml", "cni.conflist", "kubelet.yaml")
                        .map(resource -> Template.render(
                                resource, Configuration.nodeValues(LAYOUT, new Node(2), Admission.OPEN))))
                .allSatisfy(rendered -> assertThat(rendered).doesNotContain("node-1", "10.213.1.", "10.213.0.1"));
    }

    @Test
    void the_pods_logs_are_in_the_one_place_for_logs() {
        String kubelet = Template.render("kubelet.yaml", Configuration.nodeValues(LAYOUT, Node.FIRST, Admission.OPEN));
        assertThat(kubelet).contains("podLogsDir: " + LAYOUT.podLogs());
    }

    @Test
    void pods_ask_the_address_under_which_the_dns_service_is_made() {
        String kubelet = Template.render("kubelet.yaml", Configuration.nodeValues(LAYOUT, Node.FIRST, Admission.OPEN));
        assertThat(kubelet).contains("clusterDNS: [" + Network.DNS_SERVICE + "]");
        assertThat(Configuration.bootstrap()).contains("clusterIP: " + Network.DNS_SERVICE);
    }

    @Test
    void a_further_node_keeps_of_the_machines_mounts_nothing_of_ours_but_the_clouds_disk() {
        String script = Template.render("mounts.sh", Configuration.nodeValues(LAYOUT, new Node(2), Admission.OPEN));
        assertThat(script)
                .contains(
                        "-v home=/somewhere/of-ours/ -v cloud=/somewhere/of-ours/csi/ ",
                        "bind /somewhere/of-ours/node-2/kubelet /somewhere/of-ours/node-1/kubelet");
    }

    @Test
    void a_missing_value_is_an_error_and_not_a_hole_in_a_file() {
        assertThatThrownBy(() -> Template.render("bootstrap.yaml", Map.of()))
                .hasMessage("bootstrap.yaml needs a value for dns");
    }
}
