package dev.headwater.e2e.cluster;

/**
 * One node: a containerd, a kubelet and a storage driver of its own, all on the same machine. The first one is the machine itself, with the
 * control plane; each further one has mounts of its own, as if it were another machine.
 *
 * @param index 1 for the first node; it becomes the last octet of the node's address and the third of its pods' range
 */
public record Node(int index) {
    private static final int FIRST_INDEX = 1;

    static final Node FIRST = new Node(FIRST_INDEX);

    public String name() {
        return "node-" + index;
    }

    String address() {
        return "10.213.0." + index;
    }

    String podCidr() {
        return "10.213." + index + ".0/24";
    }

    /** Every node is a zone of its own, so that topology is never accidentally right. */
    String zone() {
        return "zone-" + index;
    }

    boolean isMachineItself() {
        return index == FIRST_INDEX;
    }

    /** The part that keeps the mounts of a further node. */
    String mounts() {
        return name();
    }

    String csiDriver() {
        return partName("csi-driver");
    }

    String kubelet() {
        return partName("kubelet");
    }

    String containerd() {
        return partName("containerd");
    }

    private String partName(String base) {
        return isMachineItself() ? base : base + "-" + index;
    }
}
