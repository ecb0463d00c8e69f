package dev.headwater.e2e.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A program of this machine with its arguments, run to its end.
 *
 * @param environment beside what is inherited
 */
public record Program(List<String> argv, Path directory, Map<String, String> environment) {

    /** What a finished program left. */
    public record Ended(int exitCode, String output, String errors) {
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    public static Program of(String... argv) {
        return new Program(List.of(argv), Path.of("."), Map.of());
    }

    public Program in(Path folder) {
        return new Program(argv, folder, environment);
    }

    public Program with(Map<String, String> variables) {
        return new Program(argv, directory, variables);
    }

    /**
     * Runs it and returns its standard output without white space around it.
     *
     * @throws WorldException with the command and what it said, if it fails
     */
    public String output() {
        var ended = attempt();
        if (!ended.succeeded()) {
            throw new WorldException("'%s' failed (%d): %s%s"
                    .formatted(String.join(" ", argv), ended.exitCode, ended.errors.strip(), ended.output.strip()));
        }
        return ended.output.strip();
    }

    /** Runs it and returns whatever happened. */
    public Ended attempt() {
        try {
            var builder = new ProcessBuilder(argv).directory(directory.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            process.getOutputStream().close();
            var errors = new ConcurrentHashMap<String, String>();
            var reader = Thread.startVirtualThread(() -> errors.put("text", text(process.getErrorStream())));
            var output = text(process.getInputStream());
            var exitCode = process.waitFor();
            reader.join();
            return new Ended(exitCode, output, errors.getOrDefault("text", ""));
        } catch (IOException e) {
            throw new WorldException("Could not start '" + argv.getFirst() + "': " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorldException("Interrupted while running '" + argv.getFirst() + "'.", e);
        }
    }

    private static String text(java.io.InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
