package dev.headwater.keeper.checkout;

import dev.headwater.keeper.process.DeadlinePassedException;
import dev.headwater.keeper.volume.Directory;
import dev.headwater.keeper.volume.Directory.Kind;
import java.io.IOException;

/**
 * The tracked files of a repository whose objects are complete.
 *
 * @param directory the {@code .git} directory, cleaned
 */
record WorkTree(Git git, Directory directory) {
    /**
     * Brings the tracked files to the commit and touches only those that differ; everything else stays as it is. Writes nothing at all,
     * not even the index, where nothing differs.
     *
     * @return the number of files written or removed
     */
    long moveTo(String commit, ObjectFormat format)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        makeIndexTrue(commit, format);
        if (isAt(commit) && git.indexIs(commit) && git.filesAreThoseOfIndex()) {
            return 0;
        }
        new ExpectedEntries(git, directory).putIntoIndex(commit);
        // Without it, --force would rewrite every file whose stat data changed.
        git.refresh();
        var different = git.countDifferent(commit);
        git.must("checkout", "--quiet", "--force", "--detach", commit, "--");
        if (!isAt(commit)) {
            throw new GitFailedException("HEAD is not at " + commit + " after the checkout.");
        }
        return different;
    }

    private boolean isAt(String commit) throws IOException, InterruptedException, DeadlinePassedException {
        return git.head().filter(commit::equals).isPresent();
    }

    /** A new index holds no stat data: the refresh reads every file, and changes none. */
    private void makeIndexTrue(String commit, ObjectFormat format)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        if (IndexFile.condition(directory, format) != IndexFile.Condition.SOUND) {
            if (directory.kind(IndexFile.NAME) != Kind.MISSING) {
                directory.delete(IndexFile.NAME);
            }
            // From HEAD, so that the move removes the files that only HEAD has.
            git.must("read-tree", git.head().orElse(commit));
        }
    }
}
