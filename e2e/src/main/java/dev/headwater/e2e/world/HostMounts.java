package dev.headwater.e2e.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** This machine's mount table: the nodes mount in it. */
public record HostMounts(Site site) {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT = 4;

    /** All mount points, one entry for each layer. */
    public List<String> mountPoints() {
        try {
            return Files.readAllLines(TABLE).stream()
                    .map(line -> line.split(" ")[MOUNT_POINT])
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the kubelet mounts a volume of a pod. */
    public Path volume(String podUid, String volume) {
        return site.kubeletRoot().resolve("pods/" + podUid + "/volumes/kubernetes.io~csi/" + volume + "/mount");
    }
}
