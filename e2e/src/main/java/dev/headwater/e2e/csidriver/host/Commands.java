package dev.headwater.e2e.csidriver.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the system, bounded in time and never through a shell. */
final class Commands {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Commands() {}

    /**
     * What a program said.
     *
     * @param output standard output and error together, trimmed; programs here say a few lines at most
     */
    record Result(int exitCode, String output) {}

    /**
     * Runs a program that has to succeed.
     *
     * @return its output
     * @throws IOException naming the command and what it said
     */
    static String run(String... command) throws IOException, InterruptedException {
        Result result = attempt(command);
        if (result.exitCode() != 0) {
            throw new IOException(
                    String.join(" ", command) + " failed with " + result.exitCode() + ": " + result.output());
        }
        return result.output();
    }

    /** Runs a program whose exit code is an answer. */
    static Result attempt(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(String.join(" ", command) + " did not end within " + LIMIT.toSeconds() + " s.");
            }
            byte[] said = process.getInputStream().readAllBytes();
            return new Result(process.exitValue(), new String(said, StandardCharsets.UTF_8).strip());
        } finally {
            process.destroyForcibly();
        }
    }
}
