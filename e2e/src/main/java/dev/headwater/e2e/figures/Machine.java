package dev.headwater.e2e.figures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the figures were measured on.
 *
 * @param cpu model, as the kernel names it
 * @param memoryMiB of the whole machine
 * @param system as in {@code Debian GNU/Linux 12 (bookworm)}
 */
public record Machine(int cpus, String cpu, long memoryMiB, String kernel, String system) {

    public static Machine gather() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                table(Path.of("/proc/cpuinfo"), ":").getOrDefault("model name", "unknown"),
                kibibytes(table(Path.of("/proc/meminfo"), ":").getOrDefault("MemTotal", "0 kB")) / 1024,
                System.getProperty("os.version"),
                table(Path.of("/etc/os-release"), "=")
                        .getOrDefault("PRETTY_NAME", System.getProperty("os.name"))
                        .replace("\"", ""));
    }

    private static long kibibytes(String text) {
        return Long.parseLong(text.substring(0, text.indexOf(' ')));
    }

    private static Map<String, String> table(Path file, String separator) {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.split(separator, 2))
                    .filter(parts -> parts.length == 2)
                    .collect(Collectors.toMap(
                            parts -> parts[0].strip(), parts -> parts[1].strip(), (first, _) -> first));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
