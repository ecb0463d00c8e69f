package dev.headwater.keeper.checkout;

import dev.headwater.keeper.process.DeadlinePassedException;
import dev.headwater.keeper.process.Ended;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.report.Shown;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Gets one commit from the remote: by its name, or, from a server that does not serve single commits, by the ref. */
final class Fetch {
    /** One ref of our own, so that names never conflict and the job's garbage collection keeps the commit. */
    private static final String REF = "refs/headwater/head";

    /** What git says in English, which it is told to speak. */
    private static final String NO_SUCH_REF = "couldn't find remote ref";

    private static final String OTHER_NAMES = "mismatched algorithms";

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

    /**
     * Gets the commit that the ref stands for at the remote: a tag's is the one that it names.
     *
     * @throws UnknownRefException where the remote does not have the ref
     */
    static CheckoutTarget tip(Git git, CheckoutTarget target, History history)
            throws IOException, InterruptedException, OrderFailedException {
        var ended = fetch(git, target.ref(), history);
        if (ended.errors().contains(NO_SUCH_REF)) {
            throw new UnknownRefException(target.ref(), target.url());
        }
        if (ended.errors().contains(OTHER_NAMES)) {
            throw new OrderFailedException(
                    "The repository at %s has long names (sha256); give the commit's beside the ref."
                            .formatted(Shown.text(target.url(), 300)));
        }
        if (!ended.isSuccess()) {
            throw new GitFailedException("The ref %s could not be fetched from %s: %s"
                    .formatted(Shown.text(target.ref(), 200), Shown.text(target.url(), 300), ended.complaint()));
        }
        var commit = git.answer("rev-parse", "--verify", "--quiet", REF + "^{commit}")
                .orElseThrow(() ->
                        new OrderFailedException("The ref %s of %s does not stand for a commit; name another one."
                                .formatted(Shown.text(target.ref(), 200), Shown.text(target.url(), 300))));
        return target.at(commit.strip());
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
