package dev.headwater.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

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

    private static final String NODE_CONFIGURATION = "kubelet.yaml";

    /** The nodes of the cluster, the first one first; empty where there is no cluster. */
    List<Node> nodes() {
        return IntStream.iterate(1, index -> index + 1)
                .mapToObj(Node::new)
                .takeWhile(node -> Files.exists(node(node, NODE_CONFIGURATION)))
                .toList();
    }

    Path logs() {
        return home.resolve("log");
    }

    Path log(String part) {
        return logs().resolve(part + ".log");
    }

    /** As every node sees it. */
    Path podLogs() {
        return logs().resolve("pods");
    }

    /** As this machine sees it. */
    Path podLogs(Node node) {
        return node.isMachineItself() ? podLogs() : node(node, "pod-logs");
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

    /**
     * As every node sees it, since a chart knows one path for all: the first node's. Deliberately not /var/lib/kubelet: distributions differ
     * here, and so must we.
     */
    Path kubeletRoot() {
        return kubeletRoot(Node.FIRST);
    }

    /** As this machine sees it, without what is mounted on further nodes. */
    Path kubeletRoot(Node node) {
        return node(node, "kubelet");
    }

    /** What a further node does before anything else runs on it. */
    Path nodeMounts(Node node) {
        return node(node, "mounts.sh");
    }

    /** Exists once a further node has done it. */
    Path nodeMounted(Node node) {
        return node(node, "mounted");
    }

    /** Relative to each hierarchy's root. */
    static String cgroup(Node node) {
        return CGROUP + "/" + node.name();
    }

    Path containerdRoot(Node node) {
        return node(node, "containerd/root");
    }

    Path containerdSocket(Node node) {
        return node(node, "containerd/containerd.sock");
    }

    /** As every node sees it. */
    Path kubeletRegistration() {
        return kubeletRoot().resolve("plugins_registry");
    }

    /** The one of the first node serves the cluster's controllers, too. */
    Path csiSocket(Node node) {
        return node.isMachineItself() ? home.resolve("csi/csi.sock") : node(node, "csi.sock");
    }

    /** The test driver's disk, records and faults. */
    Path csiState() {
        return home.resolve("csi/state");
    }

    Path manifests() {
        return home.resolve("config/manifests");
    }
}
