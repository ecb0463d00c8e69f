package dev.headwater.node.slot;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the kubelet wants an inline volume: {@code <kubelet root>/pods/<uid>/volumes/kubernetes.io~csi/<name>/mount}.
 *
 * @param kubeletRoot absolute; differs between distributions, so it is taken from the path
 * @param volume name of the volume in the pod's spec
 */
public record SlotTarget(String kubeletRoot, String podUid, String volume) {

    /** The last element of every target. */
    public static final String MOUNT = "mount";

    private static final Pattern PATH =
            Pattern.compile("(?<root>(/[A-Za-z0-9_@][A-Za-z0-9._@-]*)+)/pods/(?<uid>[A-Za-z0-9-]{1,64})"
                    + "/volumes/kubernetes\\.io~csi/(?<volume>[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)/mount");

    /** Empty for any other path. */
    public static Optional<SlotTarget> parse(String path) {
        var match = PATH.matcher(path);
        return match.matches()
                ? Optional.of(new SlotTarget(match.group("root"), match.group("uid"), match.group("volume")))
                : Optional.empty();
    }

    /** The target itself, a mount point. */
    public String path() {
        return kubeletRoot + "/" + parent() + "/" + MOUNT;
    }

    /** The directory that holds the target, relative to the kubelet root. */
    public String parent() {
        return "pods/" + podUid + "/volumes/kubernetes.io~csi/" + volume;
    }

    /** Where a volume of this name appears on the host. */
    public String volumePath(String volumeName) {
        return path() + "/" + volumeName;
    }

    @Override
    public String toString() {
        return path();
    }
}
