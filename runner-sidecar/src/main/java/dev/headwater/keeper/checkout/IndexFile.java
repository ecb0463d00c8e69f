package dev.headwater.keeper.checkout;

import dev.headwater.keeper.volume.Directory;
import dev.headwater.keeper.volume.Directory.Kind;
import java.io.IOException;

/**
 * Git's index. Git takes it on trust: a truncated one reads as garbage entries without an error, and every file is rewritten; a job's commit
 * then makes a new index of the same garbage, with a checksum that fits.
 */
final class IndexFile {
    static final String NAME = "index";

    /** What can be said of an index without asking git. */
    enum Look {
        SOUND,
        SOUND_WITH_SUBMODULES,
        /** Sound, but an earlier job told git to look away from files that are wanted, or not to from others. */
        HIDING,
        /** Missing, damaged, without a checksum ({@code index.skipHash}), or in need of other files. */
        UNSOUND
    }

    /**
     * Reads all of it.
     *
     * @param visitor is told what its names lead through, as far as it is sound
     */
    static Look look(Directory git, ObjectFormat format, Cone cone, IndexNames.Visitor visitor) throws IOException {
        if (git.kind(NAME) != Kind.FILE) {
            return Look.UNSOUND;
        }
        try (var file = git.open(NAME)) {
            return new IndexReader(file, format, cone, visitor).read();
        }
    }

    private IndexFile() {}
}
