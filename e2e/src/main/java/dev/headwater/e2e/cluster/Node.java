package dev.headwater.e2e.cluster;

/**
 * One node: a containerd and a kubelet of its own, all on the same machine.
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

    String kubelet() {
        return partName("kubelet");
    }

    String containerd() {
        return partName("containerd");
    }

    private String partName(String base) {
        return index == FIRST_INDEX ? base : base + "-" + index;
    }
}
