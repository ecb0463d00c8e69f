package dev.headwater.keeper.checkout;

import dev.headwater.control.CheckoutOptions.Extra;
import dev.headwater.keeper.checkout.Moved.Fetched;
import dev.headwater.keeper.checkout.Prepared.Where;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.process.DeadlinePassedException;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.volume.Directory;
import dev.headwater.keeper.volume.Directory.Kind;
import dev.headwater.keeper.volume.Volume;
import java.io.IOException;

/**
 * The checkout of one repository, its submodules aside, in two steps: whatever can fail because of the remote comes before the first file is
 * moved.
 *
 * <p>What is there is used where it can be. Where it cannot (no repository, or git fails in it), or is not to be believed, the commit is fetched
 * into a new repository beside it; only when that has worked does it take the old one's place, so a remote that is down costs nothing.
 *
 * @param number of the repository within the order
 */
record RepositoryCheckout(
        Volume volume, CommandRunner runner, CheckoutTarget target, Remote remote, Deadline deadline, int number) {
    /** In our own directory: repositories that wait to take their places, and those that they replaced. */
    static final String WAITING = "checkout";

    /** Brings the objects of the commit onto the volume, and moves no file. */
    Prepared prepare() throws IOException, InterruptedException, OrderFailedException {
        // What is in the way is cleared, or refused, before the move.
        var found = volume.findUnobstructed(target.directory());
        if (found.isPresent()) {
            try (var workTree = found.get()) {
                if (!target.isVerified() && GitDirectory.isUsable(workTree) && isOfItsFormat(workTree)) {
                    return prepareInPlace(workTree);
                }
            } catch (GitFailedException e) {
                return prepareBesideAfter(e);
            }
        }
        return prepareBeside();
    }

    /** Moves what is prepared; that it was prepared some time ago is not held against it. */
    Moved move(Prepared prepared) throws IOException, InterruptedException, OrderFailedException {
        var resolved = at(prepared.target());
        try (var workTree = volume.make(target.directory())) {
            if (prepared.where() == Where.BESIDE) {
                return resolved.replace(workTree);
            }
            return GitDirectory.isUsable(workTree)
                    ? resolved.goOn(workTree, prepared)
                    : resolved.replaceBy(workTree, resolved.prepareBeside());
        }
    }

    /** Before a ref is asked for it is not known how its commit is named. */
    private boolean isOfItsFormat(Directory workTree) throws IOException {
        return target.commit().isPresent() || GitDirectory.format(workTree) == target.format();
    }

    private RepositoryCheckout at(CheckoutTarget resolved) {
        return new RepositoryCheckout(volume, runner, resolved, remote, deadline, number);
    }

    private Prepared prepareInPlace(Directory workTree) throws IOException, InterruptedException, OrderFailedException {
        try (var directory = workTree.child(GitDirectory.NAME)) {
            GitDirectory.clean(volume, directory, target);
            var git = Git.inPlace(volume, runner, target, remote, deadline);
            var resolved =
                    target.commit().isPresent() ? target : Fetch.tip(git, target, History.next(directory, git, target));
            var isThere = at(resolved).tree(git, workTree, directory).isAt(resolved.sha());
            var isHere = (isThere || git.has(resolved.sha())) && History.isEnough(directory, git, resolved);
            if (!isHere) {
                Fetch.commit(git, resolved, History.next(directory, git, resolved));
            }
            fetchLargeFiles(git, resolved);
            var fetched = isHere && target.commit().isPresent() ? Fetched.NO : Fetched.YES;
            return new Prepared(resolved, git, isThere ? Where.AT_COMMIT : Where.IN_PLACE, fetched);
        }
    }

    /** Either the repository or the remote is at fault: a fetch into a new repository finds out which. */
    private Prepared prepareBesideAfter(GitFailedException first)
            throws IOException, InterruptedException, OrderFailedException {
        try {
            return prepareBeside();
        } catch (GitFailedException second) {
            if (first.sentence().equals(second.sentence())) {
                throw second;
            }
            throw new GitFailedException(
                    second.sentence() + " (In the repository that was there: " + first.sentence() + ")");
        }
    }

    private Prepared prepareBeside() throws IOException, InterruptedException, OrderFailedException {
        try (var own = volume.own()) {
            if (own.kind(WAITING) == Kind.MISSING) {
                volume.makeChild(own, WAITING);
            }
            try (var waiting = own.child(WAITING)) {
                waiting.delete(next());
                return fetchInto(waiting);
            }
        }
    }

    private Prepared fetchInto(Directory waiting) throws IOException, InterruptedException, OrderFailedException {
        var place = volume.root().resolve(Volume.OWN).resolve(WAITING);
        // Nothing of the job's is in that working tree.
        var git = new Git(runner, place, place.resolve(next()), Git.filters(target, remote), remote, deadline);
        git.init(target.format());
        try (var directory = waiting.child(next())) {
            GitDirectory.writeSettings(volume, directory, target);
        }
        var history = History.first(target);
        var resolved = target.commit().isPresent() ? target : Fetch.tip(git, target, history);
        if (target.commit().isPresent()) {
            Fetch.commit(git, target, history);
        }
        fetchLargeFiles(git, resolved);
        return new Prepared(resolved, git, Where.BESIDE, Fetched.YES);
    }

    private static void fetchLargeFiles(Git git, CheckoutTarget resolved)
            throws IOException, InterruptedException, OrderFailedException {
        if (resolved.options().has(Extra.LFS)) {
            git.fetchLargeFiles(resolved.sha());
        }
    }

    private Moved goOn(Directory workTree, Prepared prepared)
            throws IOException, InterruptedException, OrderFailedException {
        try {
            return moved(workTree, prepared.where(), prepared.fetched());
        } catch (GitFailedException e) {
            return replaceBy(workTree, prepareBesideAfter(e));
        }
    }

    private Moved replaceBy(Directory workTree, Prepared beside)
            throws IOException, InterruptedException, OrderFailedException {
        return at(beside.target()).replace(workTree);
    }

    private Moved replace(Directory workTree) throws IOException, InterruptedException, OrderFailedException {
        try (var own = volume.own();
                var waiting = own.child(WAITING)) {
            if (workTree.kind(GitDirectory.NAME) != Kind.MISSING) {
                waiting.delete(old());
                workTree.move(GitDirectory.NAME, waiting, old());
            }
            waiting.move(next(), workTree, GitDirectory.NAME);
        }
        if (target.isVerified()) {
            removeUntrackedAttributes(Git.inPlace(volume, runner, target, remote, deadline), workTree);
        }
        return moved(workTree, Where.BESIDE, Fetched.YES);
    }

    private Moved moved(Directory workTree, Where where, Fetched fetched)
            throws IOException, InterruptedException, OrderFailedException {
        var git = Git.inPlace(volume, runner, target, remote, deadline);
        try (var directory = workTree.child(GitDirectory.NAME)) {
            var changed = where == Where.AT_COMMIT
                    ? 0
                    : tree(git, workTree, directory).moveTo(target.sha());
            return new Moved(changed + finish(git, workTree), fetched);
        }
    }

    /** How many more files were written. */
    private long finish(Git git, Directory workTree) throws IOException, InterruptedException, OrderFailedException {
        var written = target.options().has(Extra.LFS) ? git.writeLargeFiles() : 0;
        if (target.options().has(Extra.CLEAN)) {
            specialFiles(workTree).clearTree();
            git.clean();
        }
        return written;
    }

    /** They could make git take other content for the commit's. */
    private void removeUntrackedAttributes(Git git, Directory workTree)
            throws IOException, InterruptedException, DeadlinePassedException, OrderFailedException {
        specialFiles(workTree).clearTree();
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

    private WorkTree tree(Git git, Directory workTree, Directory directory) {
        return new WorkTree(git, directory, target.format(), target.cone(), specialFiles(workTree));
    }

    private SpecialFiles specialFiles(Directory workTree) {
        return new SpecialFiles(workTree, volume.path(target.directory()));
    }

    private String next() {
        return "new-" + number + ".git";
    }

    private String old() {
        return "old-" + number + ".git";
    }
}
