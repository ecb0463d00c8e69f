package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts and ends the cluster's processes. They are detached from whoever started them and outlive it. */
final class Processes {
    /** Set for every part and inherited by what it starts: how leftovers are found when all other records are lost. */
    static final String MARKER = "HEADWATER_CLUSTER";

    /** Set for the parts of a further node, and inherited by its containers' keepers. */
    static final String NODE_MARKER = "HEADWATER_NODE";

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Layout layout;

    Processes(Layout layout) {
        this.layout = layout;
    }

    /** Starts the part unless it runs already; its output is appended to its log. */
    void start(Part part) {
        if (isAlive(part.name())) {
            return;
        }
        try {
            var builder = new ProcessBuilder(Stream.concat(Stream.of("setsid"), part.command().stream())
                            .toList())
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            layout.log(part.name()).toFile()));
            builder.environment().put(MARKER, layout.home().toString());
            builder.environment().putAll(part.environment());
            long pid = builder.start().pid();
            Path record = layout.identity(part.name());
            Files.createDirectories(record.getParent());
            Files.writeString(
                    record, ProcessIdentity.of(pid).map(ProcessIdentity::format).orElse("ended at once"));
        } catch (IOException e) {
            throw new UncheckedIOException("could not start " + part.name(), e);
        }
    }

    /** The process recorded for this part, if it still runs. */
    Optional<ProcessIdentity> find(String part) {
        try {
            return ProcessIdentity.parse(Files.readString(layout.identity(part)))
                    .filter(ProcessIdentity::isAlive);
        } catch (IOException neverStarted) {
            return Optional.empty();
        }
    }

    boolean isAlive(String part) {
        return find(part).isPresent();
    }

    /** Asks the part to end, waits, and kills it when it does not. */
    void stop(String part) {
        find(part).ifPresent(process -> {
            process.terminate();
            if (!Await.holds(GRACE, () -> !process.isAlive())) {
                kill(part);
            }
        });
    }

    /** Ends the part with SIGKILL and returns once it is gone. */
    void kill(String part) {
        find(part).ifPresent(process -> {
            process.kill();
            if (!Await.holds(GRACE, () -> !process.isAlive())) {
                throw new ClusterException(part + " (process " + process.pid() + ") does not end, even by SIGKILL.");
            }
        });
    }
}
