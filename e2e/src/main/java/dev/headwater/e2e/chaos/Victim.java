package dev.headwater.e2e.chaos;

/** What is killed, and how often: kinds with a weight once at least, and else as their weights say. */
enum Victim {
    OPERATOR(3, "operator"),
    NODE_PLUGIN(3, "node plugin"),
    KEEPER(4, "keeper"),
    KUBELET(2, "kubelet"),
    SNAPSHOT_CONTROLLER(1, "snapshot-controller"),
    CSI_PROVISIONER(1, "csi-provisioner"),
    CSI_SNAPSHOTTER(1, "csi-snapshotter"),
    CSI_ATTACHER(1, "csi-attacher"),
    /** A whole node, which does not come back: once at most. */
    NODE(0, "node");

    private final int weight;
    private final String words;

    Victim(int weight, String words) {
        this.weight = weight;
        this.words = words;
    }

    int weight() {
        return weight;
    }

    String words() {
        return words;
    }
}
