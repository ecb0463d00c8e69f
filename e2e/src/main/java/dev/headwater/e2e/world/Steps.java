package dev.headwater.e2e.world;

import java.time.Duration;

/**
 * The steps of a job, one at a time, in a pod that waits for them. Each fails with the step's output unless the method says otherwise.
 *
 * @param path of the stream
 */
public record Steps(PodShell shell, String path) {
    private static final String COMMAND = "/mnt/.headwater/headwater ";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    public String jobStarted() {
        return run("/mnt/.headwater/job-started.sh");
    }

    /** @param options of the command beyond those that every restore has */
    public String restore(String key, String version, String... options) {
        return done(tryRestore(key, version, Duration.ofMinutes(2), options));
    }

    /** A restore that may be refused; {@code timeout} is the step's own. */
    public PodShell.Done tryRestore(String key, String version, Duration timeout, String... options) {
        return attempt("%srestore --path %s --key %s --version '%s' --timeout %d %s"
                .formatted(COMMAND, path, key, version, timeout.toSeconds(), String.join(" ", options)));
    }

    public String checkout(String directory) {
        return run(COMMAND + "checkout --path " + path + "/" + directory);
    }

    /** @param options of the command beyond those that every save has */
    public String save(String... options) {
        return done(trySave(options));
    }

    public PodShell.Done trySave(String... options) {
        return attempt(COMMAND + "save --path " + path + " " + String.join(" ", options));
    }

    /** As was agreed before: by the restore, or in the state file. */
    public String finish() {
        return run(COMMAND + "finish --path " + path);
    }

    public String skip() {
        return run(COMMAND + "skip --path " + path);
    }

    /** Runs a script, whatever comes of it. */
    public PodShell.Done attempt(String script) {
        return shell.run(script, LIMIT);
    }

    /** Runs a script that must exit 0, and returns what it printed. */
    public String run(String script) {
        return done(attempt(script));
    }

    private String done(PodShell.Done done) {
        if (done.exitCode() != 0) {
            throw new WorldException(
                    "A step of pod %s exited %d: %s".formatted(shell.pod(), done.exitCode(), done.output()));
        }
        return done.output();
    }
}
