package dev.headwater.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CertificateTest {
    @Test
    void a_kubelet_is_in_the_group_by_which_the_node_authorizer_knows_it() {
        assertThat(Certificate.kubelet(Node.FIRST).subject()).isEqualTo("/O=system:nodes/CN=system:node:node-1");
        assertThat(Certificate.kubelet(new Node(2)).alternativeNameExtension())
                .isEqualTo("subjectAltName=DNS:node-2,IP:10.213.0.2");
    }

    @Test
    void the_api_server_answers_to_the_names_that_pods_and_people_use() {
        assertThat(named("kube-apiserver").alternativeNames())
                .contains("DNS:kubernetes.default.svc", "IP:10.213.128.1", "IP:10.213.0.1");
    }

    @Test
    void only_people_and_storage_are_administrators() {
        assertThat(Certificate.all().stream()
                        .filter(certificate -> certificate.organization().equals("system:masters"))
                        .map(Certificate::name))
                .containsExactlyInAnyOrder("admin", "storage");
    }

    @Test
    void whoever_has_a_kubeconfig_has_a_certificate() {
        assertThat(Certificate.all().stream().map(Certificate::name)).containsAll(Certificate.kubeconfigUsers());
    }

    private static Certificate named(String name) {
        return Certificate.all().stream()
                .filter(certificate -> certificate.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
