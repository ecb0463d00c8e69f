package dev.headwater.e2e.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Processes of containers, as this machine's kernel sees them: the nodes are processes of this machine. */
public final class HostProcesses {
    private static final Path PROC = Path.of("/proc");

    private HostProcesses() {}

    /**
     * A process.
     *
     * @param started to 10 ms
     * @param residentMiB memory that it holds now
     */
    public record Seen(long pid, Instant started, double residentMiB) {}

    /**
     * The processes in a container's cgroup, the oldest first.
     *
     * @param containerId as in a pod's status, with or without {@code containerd://}
     */
    public static List<Seen> ofContainer(String containerId) {
        var id = containerId.substring(containerId.lastIndexOf('/') + 1);
        try (var entries = Files.list(PROC)) {
            return entries.filter(entry -> entry.getFileName().toString().matches("\\d+"))
                    .filter(entry -> isIn(entry, id))
                    .flatMap(entry -> seen(entry).stream())
                    .sorted((a, b) -> a.started.compareTo(b.started))
                    .toList();
        } catch (IOException e) {
            throw new WorldException("/proc cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isIn(Path process, String containerId) {
        return lines(process.resolve("cgroup")).anyMatch(line -> line.endsWith("/" + containerId));
    }

    private static Optional<Seen> seen(Path process) {
        var pid = Long.parseLong(process.getFileName().toString());
        var started = ProcessHandle.of(pid).flatMap(handle -> handle.info().startInstant());
        return started.map(instant -> new Seen(pid, precise(process).orElse(instant), residentMiB(process)));
    }

    /** The JDK knows the boot time to a second only; field 22 of stat counts ticks of 10 ms since the boot (proc(5)). */
    private static Optional<Instant> precise(Path process) {
        return lines(process.resolve("stat")).findFirst().map(stat -> {
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            var sinceBoot = Duration.ofMillis(Long.parseLong(fields[19]) * 10);
            return boot().plus(sinceBoot);
        });
    }

    private static Instant boot() {
        var uptime = lines(PROC.resolve("uptime")).findFirst().orElse("0");
        var seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
        return Instant.now().minus(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private static double residentMiB(Path process) {
        return lines(process.resolve("status"))
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }

    /** None for a process that ended meanwhile. */
    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
