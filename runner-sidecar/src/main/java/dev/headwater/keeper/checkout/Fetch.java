package dev.headwater.keeper.checkout;

import dev.headwater.keeper.process.DeadlinePassedException;
import dev.headwater.keeper.process.Ended;
import dev.headwater.keeper.report.Shown;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Gets one commit from the remote: by its name, or, from a server that does not serve single commits, by the ref. */
final class Fetch {
    /** One ref of our own, so that names never conflict and the job's garbage collection keeps the commit. */
    private static final String REF = "refs/headwater/head";

    private static final List<String> FETCH = List.of(
            "fetch",
            "--quiet",
            "--force",
            "--no-tags",
            "--no-recurse-submodules",
            "--no-write-fetch-head",
            // The job's own refs stay what they are.
            "--refmap=",
            "--no-auto-maintenance");

    static void commit(Git git, CheckoutTarget target, History history)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        var bySha = fetch(git, target.sha(), history);
        if (bySha.isSuccess() && git.has(target.sha())) {
            return;
        }
        var byRef = fetch(git, target.ref(), history);
        if (!byRef.isSuccess() || !git.has(target.sha())) {
            var complaint = bySha.isSuccess() ? byRef.complaint() : bySha.complaint();
            throw new GitFailedException(
                    "The commit %s could not be fetched from %s, neither by its name nor with %s: %s"
                            .formatted(
                                    target.sha(),
                                    Shown.text(target.url(), 300),
                                    Shown.text(target.ref(), 200),
                                    complaint));
        }
    }

    private static Ended fetch(Git git, String what, History history)
            throws IOException, InterruptedException, DeadlinePassedException {
        var source = Stream.of("origin", "+" + what + ":" + REF);
        return git.runOnline(Stream.of(FETCH.stream(), history.options().stream(), source)
                .flatMap(words -> words)
                .toArray(String[]::new));
    }

    private Fetch() {}
}
