package dev.headwater.keeper.checkout;

import dev.headwater.keeper.process.DeadlinePassedException;
import dev.headwater.keeper.volume.Directory;
import dev.headwater.keeper.volume.Directory.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The tracked files of a repository whose objects are complete.
 *
 * @param directory the {@code .git} directory, cleaned
 */
record WorkTree(Git git, Directory directory, ObjectFormat format, Cone cone, SpecialFiles specialFiles) {
    private static final int MAX_HEAD = 1024;

    /** Whether there is nothing to do. Writes nothing, and needs one process of git. */
    boolean isAt(String commit) throws IOException, InterruptedException, DeadlinePassedException {
        specialFiles.clearTop();
        if (!headIs(commit)) {
            return false;
        }
        // At the same time: each reads the whole index, and git waits for the disk.
        var filesAre = new Comparison(() -> git.filesAre(commit));
        try {
            var look = look();
            // Git may be waiting for a FIFO that is no more.
            return !specialFiles.found()
                    && switch (look) {
                        case UNSOUND, HIDING -> false;
                        case SOUND -> filesAre.result();
                        case SOUND_WITH_SUBMODULES -> filesAre.result() && git.indexIs(commit);
                    };
        } finally {
            filesAre.end();
        }
    }

    /** Clears special files on the way to each entry. */
    private IndexFile.Look look() throws IOException {
        return IndexFile.look(directory, format, cone, specialFiles);
    }

    /**
     * Brings the tracked files to the commit and touches only those that differ; everything else stays as it is.
     *
     * @return the number of files written or removed
     */
    long moveTo(String commit) throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        specialFiles.clearTop();
        makeIndexTrue(commit);
        new ExpectedEntries(git, directory, specialFiles).putIntoIndex(commit);
        git.restoreAttributes(commit);
        // Without it, --force would rewrite every file whose stat data changed.
        git.refresh();
        var different = git.countDifferent(commit);
        git.checkout(commit);
        if (!headIs(commit)) {
            throw new GitFailedException("HEAD is not at " + commit + " after the checkout.");
        }
        return different;
    }

    /** HEAD as this package leaves it: the commit itself, and no branch. */
    private boolean headIs(String commit) throws IOException {
        return directory
                .read("HEAD", MAX_HEAD)
                .map(content -> new String(content, StandardCharsets.US_ASCII).strip())
                .filter(commit::equals)
                .isPresent();
    }

    /** A new index holds no stat data: the refresh reads every file, and changes none. */
    private void makeIndexTrue(String commit)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        var look = look();
        if (look == IndexFile.Look.UNSOUND || look == IndexFile.Look.HIDING) {
            if (directory.kind(IndexFile.NAME) != Kind.MISSING) {
                directory.delete(IndexFile.NAME);
            }
            // From HEAD, so that the move removes the files that only HEAD has.
            git.must("read-tree", git.head().orElse(commit));
            look();
        }
    }
}
