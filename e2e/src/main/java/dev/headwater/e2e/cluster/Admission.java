package dev.headwater.e2e.cluster;

/** Whose pods may run on a node. */
public enum Admission {
    /** Everybody's. */
    OPEN("[]"),
    /** Of those who tolerate {@link #RESERVED_TAINT}: what happens to the node happens to them alone. */
    RESERVED("[{key: " + Admission.RESERVED_TAINT + ", effect: NoSchedule}]");

    /** Key of the taint with which a reserved node registers. */
    public static final String RESERVED_TAINT = "e2e.headwater.dev/reserved";

    private final String taints;

    Admission(String taints) {
        this.taints = taints;
    }

    /** As in the kubelet's {@code registerWithTaints}. */
    String taints() {
        return taints;
    }
}
