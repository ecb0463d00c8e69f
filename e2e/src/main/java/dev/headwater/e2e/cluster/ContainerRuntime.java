package dev.headwater.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** A node's containerd. */
record ContainerRuntime(Path socket) {
    boolean answers() {
        return Files.exists(socket)
                && Command.attempt("ctr", "--address", socket.toString(), "version")
                        .succeeded();
    }
}
