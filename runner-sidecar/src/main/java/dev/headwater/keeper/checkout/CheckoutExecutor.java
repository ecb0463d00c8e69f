package dev.headwater.keeper.checkout;

import dev.headwater.control.Fields;
import dev.headwater.control.Order;
import dev.headwater.keeper.checkout.Fetch.History;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.process.DeadlinePassedException;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.volume.Directory;
import dev.headwater.keeper.volume.Directory.Kind;
import dev.headwater.keeper.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Brings a directory of the volume to a commit and destroys nothing: untracked files stay, and unchanged ones keep their times.
 *
 * <p>What is there is used where it can be. Where it cannot (no repository, or git fails in it), the commit is fetched into a new repository
 * beside it; only when that has worked does it take the old one's place, so a remote that is down costs nothing.
 */
public final class CheckoutExecutor {
    private static final String NEW = "new.git";
    private static final String OLD = "old.git";

    private final Volume volume;
    private final CommandRunner runner;

    public CheckoutExecutor(Volume volume, CommandRunner runner) {
        this.volume = volume;
        this.runner = runner;
    }

    private enum Fetched {
        YES,
        NO
    }

    /**
     * Brings the directory to the commit.
     *
     * @return {@code head}, {@code changed-files} and {@code fetched}
     * @throws OrderFailedException where the remote does not give the commit (nothing was moved then), or the volume does not take it
     */
    public Fields execute(Order.Checkout order, Deadline deadline)
            throws IOException, InterruptedException, OrderFailedException {
        var target = CheckoutTarget.from(order);
        var found = volume.find(target.directory());
        if (found.isPresent()) {
            try (var workTree = found.get()) {
                if (GitDirectory.isUsable(workTree)) {
                    return goOn(workTree, target, deadline);
                }
            } catch (GitFailedException e) {
                return beginAnewAfter(e, target, deadline);
            }
        }
        return beginAnew(target, deadline);
    }

    /** Either the repository or the remote is at fault: a fetch into a new repository finds out which. */
    private Fields beginAnewAfter(GitFailedException first, CheckoutTarget target, Deadline deadline)
            throws IOException, InterruptedException, OrderFailedException {
        try {
            return beginAnew(target, deadline);
        } catch (GitFailedException second) {
            if (first.sentence().equals(second.sentence())) {
                throw second;
            }
            throw new GitFailedException(
                    second.sentence() + " (In the repository that was there: " + first.sentence() + ")");
        }
    }

    private Fields goOn(Directory workTree, CheckoutTarget target, Deadline deadline)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        try (var directory = workTree.child(GitDirectory.NAME)) {
            GitDirectory.clean(directory, target);
            var git = git(volume.path(target.directory()).resolve(GitDirectory.NAME), target, deadline);
            var fetched = git.has(target.sha()) ? Fetched.NO : Fetched.YES;
            if (fetched == Fetched.YES) {
                Fetch.commit(git, target, historyOf(directory, git));
            }
            return move(git, directory, target, fetched);
        }
    }

    private Fields beginAnew(CheckoutTarget target, Deadline deadline)
            throws IOException, InterruptedException, OrderFailedException {
        try (var own = volume.own()) {
            own.delete(NEW);
            try {
                fetchInto(own, target, deadline);
                return replace(own, target, deadline);
            } finally {
                own.delete(NEW);
                own.delete(OLD);
            }
        }
    }

    private void fetchInto(Directory own, CheckoutTarget target, Deadline deadline)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        var path = volume.root().resolve(Volume.OWN).resolve(NEW);
        var git = new Git(runner, volume.root(), path, deadline);
        git.init(target.format());
        try (var directory = own.child(NEW)) {
            GitDirectory.writeConfig(directory, target);
        }
        Fetch.commit(git, target, History.ONE_COMMIT);
    }

    private Fields replace(Directory own, CheckoutTarget target, Deadline deadline)
            throws IOException, InterruptedException, OrderFailedException {
        try (var workTree = volume.make(target.directory())) {
            if (workTree.kind(GitDirectory.NAME) != Kind.MISSING) {
                own.delete(OLD);
                workTree.move(GitDirectory.NAME, own, OLD);
            }
            own.move(NEW, workTree, GitDirectory.NAME);
            try (var directory = workTree.child(GitDirectory.NAME)) {
                var git = git(volume.path(target.directory()).resolve(GitDirectory.NAME), target, deadline);
                return move(git, directory, target, Fetched.YES);
            }
        }
    }

    private Git git(Path gitDirectory, CheckoutTarget target, Deadline deadline) {
        return new Git(runner, volume.path(target.directory()), gitDirectory, deadline);
    }

    private static History historyOf(Directory directory, Git git)
            throws IOException, InterruptedException, DeadlinePassedException {
        var isComplete = directory.kind("shallow") == Kind.MISSING && git.head().isPresent();
        return isComplete ? History.COMPLETE : History.ONE_COMMIT;
    }

    private static Fields move(Git git, Directory directory, CheckoutTarget target, Fetched fetched)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        var changed = new WorkTree(git, directory).moveTo(target.sha(), target.format());
        return new Fields.Builder()
                .with("head", target.sha())
                .with("changed-files", Long.toString(changed))
                .with("fetched", fetched == Fetched.YES ? "true" : "false")
                .build();
    }
}
