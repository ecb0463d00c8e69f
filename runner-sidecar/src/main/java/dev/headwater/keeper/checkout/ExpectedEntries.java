package dev.headwater.keeper.checkout;

import dev.headwater.keeper.process.DeadlinePassedException;
import dev.headwater.keeper.volume.Directory;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The entries that the index is going to have. Git rewrites a file whose entry is missing or names other content, even if the file itself is
 * right: after a commit of a job without an index, that is every file. Given the commit's entries without stat data beforehand, the refresh
 * compares content, and what is right is not written.
 *
 * @param directory the {@code .git} directory, cleaned
 * @param specialFiles are cleared on the way to the entries, before git looks at their files
 */
record ExpectedEntries(Git git, Directory directory, SpecialFiles specialFiles) {
    private static final String FILE = "headwater-entries";
    private static final String NO_ENTRY = "000000";
    private static final String SUBMODULE = "160000";

    /**
     * Entries that the commit does not have stay, so that the move removes their files; so do those in the place of a submodule, which has no
     * file.
     */
    void putIntoIndex(String commit)
            throws IOException, InterruptedException, DeadlinePassedException, GitFailedException {
        try {
            try (var entries = directory.create(FILE)) {
                git.listIndexDifferences(commit, records -> copyEntries(records, entries));
            }
            git.putIntoIndex(git.gitDirectory().resolve(FILE));
        } finally {
            directory.delete(FILE);
        }
    }

    /** From {@code :mode mode sha sha status NUL path NUL}, the commit's side first, to {@code mode sha TAB path NUL}. */
    private void copyEntries(InputStream records, OutputStream entries) throws IOException {
        var input = new BufferedInputStream(records);
        var names = new IndexNames(specialFiles);
        for (var header = field(input); header.isPresent(); header = field(input)) {
            var words = new String(header.get(), StandardCharsets.US_ASCII)
                    .substring(1)
                    .split(" ", -1);
            var path = field(input).orElseThrow(() -> new IOException("a record of git ends in its middle"));
            if (words[0].equals(SUBMODULE)) {
                clear(names, path);
                names.tellSubmodule();
            } else if (!words[0].equals(NO_ENTRY)) {
                clear(names, path);
                entries.write((words[0] + " " + words[2] + "\t").getBytes(StandardCharsets.US_ASCII));
                entries.write(path);
                entries.write(0);
            }
        }
    }

    private static void clear(IndexNames names, byte[] path) throws IOException {
        names.begin(Integer.MAX_VALUE);
        names.append(path, 0, path.length);
        names.end(0);
    }

    private static Optional<byte[]> field(InputStream input) throws IOException {
        var field = new ByteArrayOutputStream();
        for (var c = input.read(); c != 0; c = input.read()) {
            if (c < 0) {
                return Optional.empty();
            }
            field.write(c);
        }
        return Optional.of(field.toByteArray());
    }
}
