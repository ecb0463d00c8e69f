package dev.headwater.keeper.checkout;

import dev.headwater.keeper.process.Command;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.process.DeadlinePassedException;
import dev.headwater.keeper.process.Ended;
import dev.headwater.keeper.process.Output;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The git command line on one repository, for one order. */
record Git(CommandRunner runner, Path workTree, Path gitDirectory, Deadline deadline) {
    private static final int MAX_NAME = 80;

    void init(ObjectFormat format)
            throws IOException, InterruptedException, GitFailedException, DeadlinePassedException {
        must("init", "--quiet", "--template=", "--initial-branch=headwater", "--object-format=" + format.gitName());
    }

    /** The commit of HEAD; empty where it is unborn or broken. */
    Optional<String> head() throws IOException, InterruptedException, DeadlinePassedException {
        var commit = new ByteArrayOutputStream();
        var ended = run(
                output -> commit.write(output.readNBytes(MAX_NAME)),
                "rev-parse",
                "--verify",
                "--quiet",
                "HEAD^{commit}");
        var name = commit.toString(StandardCharsets.US_ASCII).strip();
        return ended.isSuccess() && !name.isEmpty() ? Optional.of(name) : Optional.empty();
    }

    /** Whether the commit and its top tree are here. */
    boolean has(String commit) throws IOException, InterruptedException, DeadlinePassedException {
        return run("cat-file", "-e", commit + "^{tree}").isSuccess()
                && run("cat-file", "-e", commit + "^{commit}").isSuccess();
    }

    /** Re-reads only files whose stat data changed. Its exit code does not say whether files differ. */
    void refresh() throws IOException, InterruptedException, DeadlinePassedException {
        run("update-index", "-q", "--ignore-submodules", "--refresh");
    }

    /** How many tracked files of the working tree differ from the commit, after a {@link #refresh}. */
    long countDifferent(String commit)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        var count = new AtomicLong();
        must(
                output -> count.set(countZeros(output)),
                "diff-index",
                "--name-only",
                "--no-renames",
                "--ignore-submodules=all",
                "-z",
                commit,
                "--");
        return count.get();
    }

    /** Tells the entries in which the index differs from the commit, as raw records ({@code git help diff-index}). */
    void listIndexDifferences(String commit, Output records)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        must(
                records,
                "diff-index",
                "--raw",
                "-z",
                "--cached",
                "--no-renames",
                "--no-abbrev",
                "--ignore-submodules=none",
                commit,
                "--");
    }

    /** Puts entries without stat data into the index, in the form of {@code git ls-tree -z}. */
    void putIntoIndex(Path entries)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        must(Output.ignored(), Optional.of(entries), "update-index", "-z", "--index-info");
    }

    boolean indexIs(String commit) throws IOException, InterruptedException, DeadlinePassedException {
        return run("diff-index", "--quiet", "--cached", "--ignore-submodules=none", commit, "--")
                .isSuccess();
    }

    /** Reads files only where their stat data leaves a doubt. One that was merely touched counts as changed. */
    boolean filesAreThoseOfIndex() throws IOException, InterruptedException, DeadlinePassedException {
        return run("diff-files", "--quiet", "--ignore-submodules=all").isSuccess();
    }

    void must(String... arguments)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        must(Output.ignored(), arguments);
    }

    private void must(Output output, String... arguments)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        must(output, Optional.empty(), arguments);
    }

    private void must(Output output, Optional<Path> input, String... arguments)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        var ended = run(output, input, arguments);
        if (!ended.isSuccess()) {
            throw new GitFailedException("'git " + arguments[0] + "' failed: " + ended.complaint());
        }
    }

    Ended run(String... arguments) throws IOException, InterruptedException, DeadlinePassedException {
        return run(Output.ignored(), arguments);
    }

    private Ended run(Output output, String... arguments)
            throws IOException, InterruptedException, DeadlinePassedException {
        return run(output, Optional.empty(), arguments);
    }

    private Ended run(Output output, Optional<Path> input, String... arguments)
            throws IOException, InterruptedException, DeadlinePassedException {
        var command = Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
        var environment = GitEnvironment.of(workTree, gitDirectory);
        return runner.run(new Command(command, workTree, environment, input), deadline, output);
    }

    private static long countZeros(InputStream records) throws IOException {
        var count = 0L;
        var input = new BufferedInputStream(records);
        for (var c = input.read(); c >= 0; c = input.read()) {
            count += c == 0 ? 1 : 0;
        }
        return count;
    }
}
