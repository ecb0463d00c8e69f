package dev.headwater.keeper.checkout;

import dev.headwater.control.CheckoutOptions.Extra;
import dev.headwater.keeper.process.Command;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.process.DeadlinePassedException;
import dev.headwater.keeper.process.Ended;
import dev.headwater.keeper.process.Output;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.report.Shown;
import dev.headwater.keeper.volume.Volume;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The git command line on one repository, for one order.
 *
 * @param filters settings of the filters that files pass through
 * @param remote is talked to by the methods that say so, and by no other
 */
record Git(
        CommandRunner runner,
        Path workTree,
        Path gitDirectory,
        Map<String, String> filters,
        Remote remote,
        Deadline deadline) {
    private static final Map<String, String> LARGE_FILES = Map.of(
            "filter.lfs.process", "git-lfs filter-process",
            "filter.lfs.smudge", "git-lfs smudge -- %f",
            "filter.lfs.clean", "git-lfs clean -- %f",
            "filter.lfs.required", "true",
            // A file .lfsconfig in the tree has no say.
            "lfs.fetchinclude", "",
            "lfs.fetchexclude", "",
            // Eight would take longer than the order has.
            "lfs.transfer.maxretries", "2");

    private static final String ATTRIBUTES = ":(glob)**/.gitattributes";
    private static final Pattern POINTER = Pattern.compile("[0-9a-f]+ - ");
    private static final int MAX_ANSWER = 256 * 1024;

    /** Of the repository in its place. */
    static Git inPlace(Volume volume, CommandRunner runner, CheckoutTarget target, Remote remote, Deadline deadline) {
        var workTree = volume.path(target.directory());
        return new Git(
                runner, workTree, workTree.resolve(GitDirectory.NAME), filters(target, remote), remote, deadline);
    }

    /** The settings for files in large file storage, where they are wanted. */
    static Map<String, String> filters(CheckoutTarget target, Remote remote) {
        if (!target.options().has(Extra.LFS)) {
            return Map.of();
        }
        var filters = new LinkedHashMap<>(LARGE_FILES);
        filters.put("lfs.url", remote.largeFiles());
        return filters;
    }

    void init(ObjectFormat format)
            throws IOException, InterruptedException, GitFailedException, DeadlinePassedException {
        must("init", "--quiet", "--template=", "--initial-branch=headwater", "--object-format=" + format.gitName());
    }

    /** The commit of HEAD; empty where it is unborn or broken. */
    Optional<String> head() throws IOException, InterruptedException, DeadlinePassedException {
        return answer("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
                .map(String::strip)
                .filter(name -> !name.isEmpty());
    }

    /** Whether the commit and its top tree are here. */
    boolean has(String commit) throws IOException, InterruptedException, DeadlinePassedException {
        return run("cat-file", "-e", commit + "^{tree}").isSuccess()
                && run("cat-file", "-e", commit + "^{commit}").isSuccess();
    }

    /** Whether as many commits as that, the commit included, are here. */
    boolean hasHistory(String commit, int commits) throws IOException, InterruptedException, DeadlinePassedException {
        var count = answer("rev-list", "--count", "--first-parent", "--max-count=" + commits, commit, "--");
        return count.map(String::strip).equals(Optional.of(Integer.toString(commits)));
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
                Optional.empty(),
                "diff-index",
                "--name-only",
                "--no-renames",
                "--ignore-submodules=all",
                "-z",
                commit,
                "--");
        return count.get();
    }

    /**
     * The first path, of those that the pathspecs name, in which two commits differ; modes and submodules count.
     *
     * @param pathspecs none: all paths
     */
    Optional<String> firstDifference(String from, String to, List<String> pathspecs)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        var first = new ByteArrayOutputStream();
        var arguments = Stream.concat(
                Stream.of(
                        "diff-tree",
                        "-r",
                        "-z",
                        "--name-only",
                        "--no-renames",
                        "--ignore-submodules=none",
                        from,
                        to,
                        "--"),
                pathspecs.stream());
        must(output -> readFirst(output, first), Optional.empty(), arguments.toArray(String[]::new));
        return Optional.of(first.toString(StandardCharsets.UTF_8)).filter(path -> !path.isEmpty());
    }

    private static void readFirst(InputStream records, ByteArrayOutputStream first) throws IOException {
        var input = new BufferedInputStream(records);
        for (var c = input.read(); c > 0; c = input.read()) {
            first.write(c);
        }
        input.transferTo(OutputStream.nullOutputStream());
    }

    /** Tells the entries in which the index differs from the commit, as raw records ({@code git help diff-index}). */
    void listIndexDifferences(String commit, Output records)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        must(
                records,
                Optional.empty(),
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

    /** Whether all entries are those of the commit, those of submodules included. */
    boolean indexIs(String commit) throws IOException, InterruptedException, DeadlinePassedException {
        return run("diff-index", "--quiet", "--cached", "--ignore-submodules=none", commit, "--")
                .isSuccess();
    }

    /**
     * Whether all files are those of the commit, and known to be so by the index; submodules do not count. Reads files only where their stat
     * data leaves a doubt, and takes one that was merely touched for changed.
     */
    boolean filesAre(String commit) throws IOException, InterruptedException, DeadlinePassedException {
        return run("diff-index", "--quiet", "--ignore-submodules=all", commit, "--")
                .isSuccess();
    }

    /**
     * Writes the files {@code .gitattributes} that differ from the commit's. They say how all others are compared and written, so they come
     * before these.
     */
    void restoreAttributes(String commit) throws IOException, InterruptedException, DeadlinePassedException {
        if (!run("diff-index", "--quiet", commit, "--", ATTRIBUTES).isSuccess()) {
            run("add", "--refresh", "--", ATTRIBUTES);
            run("checkout", "--quiet", "--force", commit, "--", ATTRIBUTES);
        }
    }

    /** Paths of the files {@code .gitattributes} that the index does not know, ignored ones too. */
    List<String> untrackedAttributes()
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        var paths = answer("ls-files", "--others", "-z", "--", ATTRIBUTES)
                .orElseThrow(() -> new GitFailedException("Untracked files .gitattributes could not be listed."));
        return Stream.of(paths.split("\0")).filter(path -> !path.isEmpty()).toList();
    }

    /** Removes untracked files that are not ignored; cargo's {@code target} stays even where nobody ignores it. */
    void clean() throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        must("clean", "-ffd", "--quiet", "-e", "/target", "-e", "/lost+found", "-e", "/.headwater");
    }

    /**
     * Brings the content of the commit's large files into the repository; asks nobody for what is there.
     *
     * @throws OrderFailedException where the server does not give it: another repository would not get it either
     */
    void fetchLargeFiles(String commit) throws IOException, InterruptedException, OrderFailedException {
        var ended = runOnline("lfs", "fetch", "origin", commit);
        if (!ended.isSuccess()) {
            throw new OrderFailedException("The large files of %s could not be fetched from %s: %s"
                    .formatted(commit, Shown.text(remote.largeFiles(), 300), ended.complaint()));
        }
    }

    /**
     * Gives files that are still pointers to large content their content, which is here.
     *
     * @return how many there were
     */
    long writeLargeFiles() throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        var pointers = new AtomicLong();
        must(output -> pointers.set(countPointers(output)), Optional.empty(), "lfs", "ls-files");
        if (pointers.get() > 0) {
            must("lfs", "checkout");
        }
        return pointers.get();
    }

    /** In lines of the form {@code oid - path}; a file that has its content has a star there. */
    private static long countPointers(InputStream lines) {
        return new BufferedReader(new InputStreamReader(lines, StandardCharsets.ISO_8859_1))
                .lines()
                .filter(line -> POINTER.matcher(line).lookingAt())
                .count();
    }

    /** Writes the files that differ from their entries or whose entries differ from the commit's. */
    void checkout(String commit) throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        must("checkout", "--quiet", "--force", "--detach", commit, "--");
    }

    /** What git printed, if it succeeded and it is not long. */
    Optional<String> answer(String... arguments) throws IOException, InterruptedException, DeadlinePassedException {
        var text = new ByteArrayOutputStream();
        var ended = run(output -> text.write(output.readNBytes(MAX_ANSWER)), Optional.empty(), filters, arguments);
        return ended.isSuccess() && text.size() < MAX_ANSWER
                ? Optional.of(text.toString(StandardCharsets.UTF_8))
                : Optional.empty();
    }

    void must(String... arguments)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        check(run(arguments), arguments[0]);
    }

    private void must(Output output, Optional<Path> input, String... arguments)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        check(run(output, input, filters, arguments), arguments[0]);
    }

    static void check(Ended ended, String name) throws GitFailedException {
        if (!ended.isSuccess()) {
            throw new GitFailedException("'git " + name + "' failed: " + ended.complaint());
        }
    }

    Ended run(String... arguments) throws IOException, InterruptedException, DeadlinePassedException {
        return run(Output.ignored(), Optional.empty(), filters, arguments);
    }

    /** With leave to talk to the remote, and the secret for it. */
    Ended runOnline(String... arguments) throws IOException, InterruptedException, DeadlinePassedException {
        var settings = new LinkedHashMap<>(filters);
        settings.putAll(remote.settings());
        return run(Output.ignored(), Optional.empty(), settings, arguments);
    }

    private Ended run(Output output, Optional<Path> input, Map<String, String> settings, String... arguments)
            throws IOException, InterruptedException, DeadlinePassedException {
        var command = Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
        var environment = GitEnvironment.of(workTree, gitDirectory, settings);
        return runner.run(new Command(List.copyOf(command), workTree, environment, input), deadline, output);
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
