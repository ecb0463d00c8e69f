package dev.headwater.e2e.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * An identity of the cluster's own authority.
 *
 * @param name file name without extension
 * @param organization RBAC group; empty for none
 * @param commonName RBAC user
 * @param alternativeNames what a server may be called, in OpenSSL's form ({@code DNS:node-1}, {@code IP:10.0.0.1})
 */
record Certificate(String name, String organization, String commonName, List<String> alternativeNames) {

    /** Everybody who talks to, or is, a server in any cluster, without the nodes. */
    static List<Certificate> all() {
        var all = new ArrayList<Certificate>();
        all.add(new Certificate("kube-apiserver", "", "kube-apiserver", apiServerNames()));
        all.add(client("kube-apiserver-kubelet-client", "", "kube-apiserver-kubelet-client"));
        all.add(client("admin", "system:masters", "headwater-dev-admin"));
        all.add(client("storage", "system:masters", "headwater-dev-storage"));
        all.add(client("kube-controller-manager", "", "system:kube-controller-manager"));
        all.add(client("kube-scheduler", "", "system:kube-scheduler"));
        all.add(client("kube-proxy", "", "system:kube-proxy"));
        return all;
    }

    /** Those of them that become kubeconfig files. */
    static List<String> kubeconfigUsers() {
        return List.of("admin", "storage", "kube-controller-manager", "kube-scheduler", "kube-proxy");
    }

    String subject() {
        return (organization.isEmpty() ? "" : "/O=" + organization) + "/CN=" + commonName;
    }

    /** A client needs no name of its own, but OpenSSL wants the extension to hold one. */
    String alternativeNameExtension() {
        return "subjectAltName=" + (alternativeNames.isEmpty() ? "DNS:" + name : String.join(",", alternativeNames));
    }

    private static Certificate client(String name, String organization, String commonName) {
        return new Certificate(name, organization, commonName, List.of());
    }

    /** The Node authorizer knows kubelets by this group and this form of user. */
    static Certificate kubelet(Node node) {
        return new Certificate(
                node.kubelet(),
                "system:nodes",
                "system:node:" + node.name(),
                List.of("DNS:" + node.name(), "IP:" + node.address()));
    }

    private static List<String> apiServerNames() {
        return List.of(
                "DNS:localhost",
                "DNS:kubernetes",
                "DNS:kubernetes.default",
                "DNS:kubernetes.default.svc",
                "DNS:kubernetes.default.svc.cluster.local",
                "IP:" + Network.API_SERVER_ADDRESS,
                "IP:" + Network.KUBERNETES_SERVICE);
    }
}
