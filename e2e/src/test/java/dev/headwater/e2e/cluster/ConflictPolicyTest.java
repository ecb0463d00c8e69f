package dev.headwater.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConflictPolicyTest {
    @Test
    void an_empty_machine_is_free_to_use() {
        assertThat(ConflictPolicy.conflicts(new MachineFacts(List.of(), List.of(), List.of(), false)))
                .isEmpty();
    }

    @Test
    void a_port_that_is_taken_is_named() {
        assertThat(ConflictPolicy.conflicts(new MachineFacts(List.of(26443), List.of(), List.of(), false)))
                .containsExactly("Somebody listens on port 26443, which the cluster needs.");
    }

    @Test
    void a_route_into_our_addresses_is_named() {
        var facts = new MachineFacts(List.of(), List.of("10.213.0.0/16 dev tun0"), List.of(), false);
        assertThat(ConflictPolicy.conflicts(facts)).singleElement().asString().contains("10.213.0.0/16 dev tun0");
    }

    @Test
    void another_clusters_proxy_and_kubelet_are_each_a_reason() {
        var facts = new MachineFacts(List.of(), List.of(), List.of("ip kube-proxy"), true);
        assertThat(ConflictPolicy.conflicts(facts))
                .hasSize(2)
                .anyMatch(sentence -> sentence.contains("nft delete table ip kube-proxy"))
                .anyMatch(sentence -> sentence.contains("Another kubelet"));
    }
}
