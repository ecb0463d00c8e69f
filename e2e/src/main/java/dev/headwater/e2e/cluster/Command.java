package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A program of the machine, run to its end.
 *
 * @param exitCode 0 for success
 * @param output what it printed on both of its streams
 */
record Command(int exitCode, String output) {

    /** Runs and returns whatever happened. */
    static Command attempt(String... argv) {
        try {
            Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Command(process.waitFor(), output.strip());
        } catch (IOException e) {
            throw new ClusterException("Could not run " + argv[0] + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while running " + argv[0] + ".", e);
        }
    }

    /** Runs and returns the output; a failure becomes a sentence with the command and what it said. */
    static String run(String... argv) {
        Command done = attempt(argv);
        if (!done.succeeded()) {
            throw new ClusterException(
                    "'" + String.join(" ", List.of(argv)) + "' failed (" + done.exitCode + "): " + done.output);
        }
        return done.output;
    }

    boolean succeeded() {
        return exitCode == 0;
    }
}
