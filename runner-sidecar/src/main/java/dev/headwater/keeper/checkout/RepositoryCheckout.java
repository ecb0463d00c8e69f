package dev.headwater.keeper.checkout;

import dev.headwater.control.CheckoutOptions.Extra;
import dev.headwater.keeper.checkout.Moved.Fetched;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.process.DeadlinePassedException;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.volume.Directory;
import dev.headwater.keeper.volume.Directory.Kind;
import dev.headwater.keeper.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The checkout of one repository, its submodules aside.
 *
 * <p>What is there is used where it can be. Where it cannot (no repository, or git fails in it), or is not to be believed, the commit is fetched
 * into a new repository beside it; only when that has worked does it take the old one's place, so a remote that is down costs nothing.
 */
record RepositoryCheckout(
        Volume volume, CommandRunner runner, CheckoutTarget target, Remote remote, Deadline deadline) {
    private static final String NEW = "new.git";
    private static final String OLD = "old.git";
    private static final Map<String, String> LARGE_FILES = Map.of(
            "filter.lfs.process", "git-lfs filter-process",
            "filter.lfs.smudge", "git-lfs smudge -- %f",
            "filter.lfs.clean", "git-lfs clean -- %f",
            "filter.lfs.required", "true");

    Moved execute() throws IOException, InterruptedException, OrderFailedException {
        var found = volume.find(target.directory());
        if (found.isPresent()) {
            try (var workTree = found.get()) {
                if (!target.isVerified() && GitDirectory.isUsable(workTree)) {
                    return goOn(workTree);
                }
            } catch (GitFailedException e) {
                return beginAnewAfter(e);
            }
        }
        return beginAnew();
    }

    /** The git of the repository in its place. */
    Git git() {
        return git(volume.path(target.directory()).resolve(GitDirectory.NAME));
    }

    private Git git(Path gitDirectory) {
        var filters = target.options().has(Extra.LFS) ? LARGE_FILES : Map.<String, String>of();
        return new Git(runner, volume.path(target.directory()), gitDirectory, filters, remote, deadline);
    }

    /** Either the repository or the remote is at fault: a fetch into a new repository finds out which. */
    private Moved beginAnewAfter(GitFailedException first)
            throws IOException, InterruptedException, OrderFailedException {
        try {
            return beginAnew();
        } catch (GitFailedException second) {
            if (first.sentence().equals(second.sentence())) {
                throw second;
            }
            throw new GitFailedException(
                    second.sentence() + " (In the repository that was there: " + first.sentence() + ")");
        }
    }

    private Moved goOn(Directory workTree)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        try (var directory = workTree.child(GitDirectory.NAME)) {
            GitDirectory.clean(volume, directory, target);
            var git = git();
            var tree = new WorkTree(git, directory, target.format(), target.cone());
            var isThere = tree.isAt(target.sha());
            var isFetched = (isThere || git.has(target.sha())) && History.isEnough(directory, git, target);
            if (!isFetched) {
                Fetch.commit(git, target, History.next(directory, git, target));
            }
            var changed = isThere ? 0 : tree.moveTo(target.sha());
            finish(git);
            return new Moved(changed, isFetched ? Fetched.NO : Fetched.YES);
        }
    }

    private void finish(Git git) throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        if (target.options().has(Extra.LFS)) {
            git.pullLargeFiles();
        }
        if (target.options().has(Extra.CLEAN)) {
            git.clean();
        }
    }

    private Moved beginAnew() throws IOException, InterruptedException, OrderFailedException {
        try (var own = volume.own()) {
            own.delete(NEW);
            try {
                fetchInto(own);
                return replace(own);
            } finally {
                own.delete(NEW);
                own.delete(OLD);
            }
        }
    }

    private void fetchInto(Directory own)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        var path = volume.root().resolve(Volume.OWN).resolve(NEW);
        var git = new Git(runner, volume.root(), path, Map.of(), remote, deadline);
        git.init(target.format());
        try (var directory = own.child(NEW)) {
            GitDirectory.writeSettings(volume, directory, target);
        }
        Fetch.commit(git, target, History.first(target));
    }

    private Moved replace(Directory own) throws IOException, InterruptedException, OrderFailedException {
        try (var workTree = volume.make(target.directory())) {
            if (workTree.kind(GitDirectory.NAME) != Kind.MISSING) {
                own.delete(OLD);
                workTree.move(GitDirectory.NAME, own, OLD);
            }
            own.move(NEW, workTree, GitDirectory.NAME);
            var git = git();
            if (target.isVerified()) {
                removeUntrackedAttributes(git);
            }
            try (var directory = workTree.child(GitDirectory.NAME)) {
                var changed = new WorkTree(git, directory, target.format(), target.cone()).moveTo(target.sha());
                finish(git);
                return new Moved(changed, Fetched.YES);
            }
        }
    }

    /** They could make git take other content for the commit's. */
    private void removeUntrackedAttributes(Git git) throws IOException, InterruptedException, OrderFailedException {
        git.must("read-tree", target.sha());
        for (var path : git.untrackedAttributes()) {
            var slash = path.lastIndexOf('/');
            var parent = slash < 0 ? "" : "/" + path.substring(0, slash);
            var place = (target.directory() + parent).replaceFirst("^/", "");
            var directory = volume.find(place);
            if (directory.isPresent()) {
                try (var open = directory.get()) {
                    open.delete(path.substring(slash + 1));
                }
            }
        }
    }
}
