package dev.headwater.keeper.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Somebody who commits and pushes: the owner of a bare repository that a {@link GitServer} serves. */
public final class Author {
    private final Path bare;
    private final Path clone;

    public Author(Path projects, String project, String... initArguments) throws IOException, InterruptedException {
        bare = projects.resolve(project);
        clone = projects.resolve(project + ".author");
        git(projects, concat(Stream.of("init", "-q", "--bare", "-b", "main"), initArguments, bare.toString()));
        git(projects, concat(Stream.of("init", "-q", "-b", "main"), initArguments, clone.toString()));
    }

    /** Writes files (an empty content removes one), commits and force-pushes to main. */
    public String commit(Map<String, String> files) throws IOException, InterruptedException {
        for (var file : files.entrySet()) {
            var path = clone.resolve(file.getKey());
            if (file.getValue().isEmpty()) {
                Files.deleteIfExists(path);
            } else {
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
        }
        git(clone, "add", "-A", "-f");
        git(clone, "commit", "-q", "--allow-empty", "-m", "change");
        return push();
    }

    /** Continues from another commit than the last, as before a force-push. */
    public void goBackTo(String sha) throws IOException, InterruptedException {
        git(clone, "reset", "-q", "--hard", sha);
    }

    public Path workTree() {
        return clone;
    }

    /** The current commit under another full ref. */
    public void pushAs(String ref) throws IOException, InterruptedException {
        git(clone, "push", "-q", "-f", bare.toString(), "HEAD:" + ref);
    }

    public String push() throws IOException, InterruptedException {
        git(clone, "push", "-q", "-f", bare.toString(), "HEAD:refs/heads/main");
        return git(clone, "rev-parse", "HEAD");
    }

    /** Runs git with an author's usual settings. */
    public static String git(Path directory, String... arguments) throws IOException, InterruptedException {
        return run(directory, concat(Stream.of("git"), arguments));
    }

    /** Runs a shell script, in which git has an author's usual settings; what its commands exit with does not matter. */
    public static String shell(Path directory, String script) throws IOException, InterruptedException {
        return run(directory, "sh", "-c", script + "\n:");
    }

    private static String run(Path directory, String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        for (var role : List.of("AUTHOR", "COMMITTER")) {
            builder.environment().put("GIT_" + role + "_NAME", "a");
            builder.environment().put("GIT_" + role + "_EMAIL", "a@example.com");
        }
        builder.environment().put("GIT_CONFIG_GLOBAL", "/nonexistent/gitconfig");
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    private static String[] concat(Stream<String> first, String[] second, String... third) {
        return Stream.of(first, Stream.of(second), Stream.of(third))
                .flatMap(s -> s)
                .toArray(String[]::new);
    }
}
