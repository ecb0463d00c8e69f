package dev.headwater.e2e.csidriver;

import dev.headwater.csi.v1.ProbeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A driver in a process of its own, as in a cluster, so that it can be killed. */
record RunningDriver(Process process, Peer peer) {
    /** Starts a driver whose socket, log and state lie in {@code dir}, and waits until it answers. */
    static RunningDriver start(Path dir, String... flags) throws IOException {
        Path socket = dir.resolve("csi.sock");
        Files.deleteIfExists(socket);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--endpoint=unix://" + socket,
                "--node-id=n1",
                "--zone=z1",
                "--state-dir=" + state(dir)));
        command.addAll(List.of(flags));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(dir.resolve("log").toFile()))
                .start();
        Awaitility.await("a serving driver, see " + dir.resolve("log"))
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Files.exists(socket));
        Peer peer = Peer.connect(socket);
        var _ = peer.identity()
                .withWaitForReady()
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .probe(ProbeRequest.getDefaultInstance());
        return new RunningDriver(process, peer);
    }

    static Path state(Path dir) {
        return dir.resolve("state");
    }

    /** Ends it at once: no shutdown hook, no goodbye. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
        peer.close();
    }

    /** Ends it and removes all that it left in the kernel. */
    void tearDown(Path dir) throws InterruptedException {
        kill();
        int exitCode = Main.run(List.of("--cleanup", "--state-dir", state(dir).toString()), System.out, System.err);
        if (exitCode != 0) {
            throw new IllegalStateException("The clean-up of " + dir + " failed, see standard error.");
        }
    }
}
