package dev.headwater.keeper.checkout;

import dev.headwater.control.Fields;
import dev.headwater.control.Order;
import dev.headwater.control.Relevance;
import dev.headwater.control.Report;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.report.Shown;
import dev.headwater.keeper.volume.Directory;
import dev.headwater.keeper.volume.Volume;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether one of the paths that count differs between the commit that was restored and the one that the job left. */
public final class ChangedPaths {
    private static final int MAX_WHY = 200;
    private static final int MAX_SHOWN = 60;
    private static final int SHOWN_DIGITS = 12;
    private static final String WITHOUT = ":!";

    private final Volume volume;
    private final CommandRunner runner;
    private final List<String> policy;

    /** @param policy pathspecs of the policy, which count where a job names none */
    public ChangedPaths(Volume volume, CommandRunner runner, List<String> policy) {
        this.volume = volume;
        this.runner = runner;
        this.policy = policy;
    }

    /** What is known of one repository; the best comes first: it decides where there are several. */
    private enum Word {
        Yes,
        No,
        Unknown
    }

    private record Change(Word word, String why) {}

    /**
     * Compares the repositories that the keeper checked out; only one that has both commits can tell.
     *
     * @param checkouts with the commits that they brought their directories to
     * @return {@code changed} and {@code changed-why}; nothing where no paths count
     */
    public Fields compare(
            Relevance relevance, Optional<String> base, Map<Order.Checkout, String> checkouts, Deadline deadline)
            throws InterruptedException {
        if (!counts(relevance)) {
            return new Fields.Builder().build();
        }
        var change = new Change(Word.Unknown, "it is not known which commit was restored");
        if (base.isPresent()) {
            change =
                    new Change(Word.Unknown, "no checkout on the volume has the restored commit " + digits(base.get()));
            for (var checkout : checkouts.entrySet()) {
                var found = change(checkout.getKey(), checkout.getValue(), base.get(), paths(relevance), deadline);
                change = found.word().compareTo(change.word()) < 0 ? found : change;
            }
        }
        return new Fields.Builder()
                .with(Report.CHANGED, change.word().name())
                .with(Report.CHANGED_WHY, Shown.text(change.why(), MAX_WHY))
                .build();
    }

    private boolean counts(Relevance relevance) {
        return switch (relevance.rule()) {
            case ALWAYS -> false;
            case UNSAID -> !relevance.paths().isEmpty() || !policy.isEmpty();
            case GIT_PATHS_CHANGED -> true;
        };
    }

    /** None: the whole tree. */
    private List<String> paths(Relevance relevance) {
        return relevance.paths().isEmpty() ? policy : relevance.paths();
    }

    private Change change(Order.Checkout order, String head, String base, List<String> paths, Deadline deadline)
            throws InterruptedException {
        try {
            var target = CheckoutTarget.from(order).getFirst().at(head);
            var found = volume.find(target.directory());
            if (found.isPresent()) {
                try (var workTree = found.get()) {
                    return change(workTree, target, base, paths, deadline);
                }
            }
        } catch (IOException | OrderFailedException e) {
            return new Change(Word.Unknown, "the commits could not be compared: " + e.getMessage());
        }
        return new Change(Word.Unknown, "the checkout is gone");
    }

    private Change change(Directory workTree, CheckoutTarget target, String base, List<String> paths, Deadline deadline)
            throws IOException, InterruptedException, OrderFailedException {
        if (!GitDirectory.isUsable(workTree)) {
            return new Change(Word.Unknown, "the checkout is no repository any more");
        }
        try (var directory = workTree.child(GitDirectory.NAME)) {
            GitDirectory.clean(volume, directory, target);
        }
        var git = Git.inPlace(volume, runner, target, new Remote(target.url(), Optional.empty()), deadline);
        new SpecialFiles(workTree, git.workTree()).clearTop();
        var head = git.head();
        if (head.isEmpty() || !git.has(base)) {
            return new Change(Word.Unknown, "the checkout has not the restored commit " + digits(base));
        }
        return git.firstDifference(
                        base,
                        head.get(),
                        paths.stream().map(ChangedPaths::pathspec).toList())
                .map(path -> new Change(
                        Word.Yes, "%s changed since %s".formatted(Shown.text(path, MAX_SHOWN), digits(base))))
                .orElseGet(() -> new Change(
                        Word.No,
                        paths.isEmpty()
                                ? "nothing changed since " + digits(base)
                                : "none of %s changed since %s"
                                        .formatted(Shown.text(String.join(" ", paths), MAX_SHOWN), digits(base))));
    }

    private static String pathspec(String path) {
        return path.startsWith(WITHOUT) ? ":(glob,exclude)" + path.substring(WITHOUT.length()) : ":(glob)" + path;
    }

    private static String digits(String sha) {
        return sha.substring(0, SHOWN_DIGITS);
    }
}
