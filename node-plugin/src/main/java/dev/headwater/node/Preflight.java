package dev.headwater.node;

import dev.headwater.node.mount.MountTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What must be true of a node before this plugin may serve it. */
final class Preflight {
    private static final Path SELINUX = Path.of("/sys/fs/selinux/enforce");

    /**
     * @throws IOException with a sentence that says what is missing
     */
    static void check(Path kubeletRoot) throws IOException {
        var mount = MountTables.own().containing(kubeletRoot.toString());
        if (mount.isEmpty() || !mount.get().shared()) {
            throw new IOException(
                    "mounts made below " + kubeletRoot + " would not reach the node: mount that path of the"
                            + " host into this container with mountPropagation: Bidirectional");
        }
        if (Files.exists(SELINUX) && Files.readString(SELINUX).strip().equals("1")) {
            throw new IOException("this node enforces SELinux, under which volumes would have to be relabelled for each"
                    + " pod; Headwater does not do that and does not serve such nodes");
        }
    }

    private Preflight() {}
}
