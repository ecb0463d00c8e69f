package dev.headwater.e2e.world;

import dev.headwater.e2e.cluster.Cluster;
import java.nio.file.Path;
import java.util.List;

/** The mount tables of the cluster's nodes; the first one's is this machine's. */
public record HostMounts(Site site) {
    private static final int MOUNT_POINT = 4;

    /** All mount points of all nodes that have power, one entry for each layer. */
    public List<String> mountPoints() {
        var cluster = Cluster.running();
        return cluster.nodes().stream()
                .flatMap(node -> cluster.mountTable(node).stream())
                .map(line -> line.split(" ")[MOUNT_POINT])
                .toList();
    }

    /** Where the kubelet mounts a volume of a pod. */
    public Path volume(String podUid, String volume) {
        return site.kubeletRoot().resolve("pods/" + podUid + "/volumes/kubernetes.io~csi/" + volume + "/mount");
    }
}
