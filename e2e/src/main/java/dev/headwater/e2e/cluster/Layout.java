package dev.headwater.e2e.cluster;

import java.nio.file.Path;

/**
 * The one folder of the cluster and the places below it.
 *
 * @param home absolute; everything below it is removed by {@code down}
 */
record Layout(Path home) {
    /** There is one cluster per machine, because its addresses and its bridge are the machine's. */
    static final Layout STANDARD = new Layout(Path.of("/var/lib/headwater-dev"));

    /** The cgroup below which all pods run, relative to each hierarchy's root. */
    static final String CGROUP = "headwater-dev";

    Path logs() {
        return home.resolve("log");
    }

    Path log(String part) {
        return logs().resolve(part + ".log");
    }

    Path podLogs() {
        return logs().resolve("pods");
    }

    Path identity(String part) {
        return home.resolve("run").resolve(part + ".pid");
    }

    Path pki(String file) {
        return home.resolve("pki").resolve(file);
    }

    Path config(String file) {
        return home.resolve("config").resolve(file);
    }

    Path kubeconfig(String user) {
        return config(user + ".kubeconfig");
    }

    /** What the cluster was raised from, so that another process can restart one of its parts. */
    Path build() {
        return home.resolve("build.properties");
    }

    /** The machine's boot and its kernel settings as they were before us. */
    Path before() {
        return home.resolve("before.properties");
    }

    Path node(Node node, String file) {
        return home.resolve(node.name()).resolve(file);
    }

    /** Deliberately not /var/lib/kubelet: distributions differ here, and so must we. */
    Path kubeletRoot(Node node) {
        return node(node, "kubelet");
    }

    Path containerdRoot(Node node) {
        return node(node, "containerd/root");
    }

    Path containerdSocket(Node node) {
        return node(node, "containerd/containerd.sock");
    }

    Path kubeletRegistration(Node node) {
        return kubeletRoot(node).resolve("plugins_registry");
    }

    Path csiSocket() {
        return home.resolve("csi/csi.sock");
    }

    /** The test driver's disk, records and faults. */
    Path csiState() {
        return home.resolve("csi/state");
    }

    Path manifests() {
        return home.resolve("config/manifests");
    }
}
