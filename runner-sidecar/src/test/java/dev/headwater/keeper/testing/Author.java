package dev.headwater.keeper.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Somebody who commits to main of a repository that a {@link GitServer} serves, at once and without a push: tests make many commits. */
public final class Author {
    private final Path workTree;

    public Author(Path projects, String project, String... initArguments) throws IOException, InterruptedException {
        var repository = projects.resolve(project);
        workTree = projects.resolve(project + ".author");
        Files.createDirectories(repository.getParent());
        var separate = Stream.of("init", "-q", "-b", "main", "--separate-git-dir", repository.toString());
        git(projects, concat(separate, initArguments, workTree.toString()));
    }

    /** Writes files (an empty content removes one) and commits. */
    public String commit(Map<String, String> files) throws IOException, InterruptedException {
        for (var file : files.entrySet()) {
            var path = workTree.resolve(file.getKey());
            if (file.getValue().isEmpty()) {
                Files.deleteIfExists(path);
            } else {
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
        }
        git(workTree, "add", "-A", "-f");
        git(workTree, "commit", "-q", "--allow-empty", "-m", "change");
        return head();
    }

    /** Main is another commit than the last, as after a force-push. */
    public void goBackTo(String sha) throws IOException, InterruptedException {
        git(workTree, "reset", "-q", "--hard", sha);
    }

    public Path workTree() {
        return workTree;
    }

    /** The current commit under another full ref. */
    public void publishAs(String ref) throws IOException, InterruptedException {
        git(workTree, "update-ref", ref, "HEAD");
    }

    public String head() throws IOException, InterruptedException {
        return git(workTree, "rev-parse", "HEAD");
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
