package dev.headwater.keeper.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.keeper.checkout.IndexFile.Look;
import dev.headwater.keeper.testing.Author;
import dev.headwater.keeper.volume.Volume;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Indexes that git itself wrote, and what can happen to them. */
class IndexFileTest {
    private static final List<String> NAMES =
            List.of("a", "a-b", "a/b", "a/c/d", "a.b", "ünïcode", "with\nnewline", "-dash", "x".repeat(200));

    @TempDir
    Path work;

    final Visited visited = new Visited();

    @ParameterizedTest
    @CsvSource({"sha1,2", "sha1,3", "sha1,4", "sha256,2", "sha256,4"})
    void whatGitWritesIsSound(String format, int version) throws Exception {
        init(format);
        Author.git(work, "update-index", "--index-version", Integer.toString(version));
        var length = Files.size(index());

        assertThat(condition(format)).isEqualTo(Look.SOUND);

        Author.git(work, "rm", "-q", "--cached", "-r", ".");
        assertThat(condition(format)).isEqualTo(Look.SOUND);
        assertThat(Files.size(index())).isLessThan(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void eachDirectoryAndEachSubmoduleIsToldOnce(int version) throws Exception {
        init("sha1");
        Author.git(work, "update-index", "--index-version", Integer.toString(version));
        var commit = "160000,0123456789012345678901234567890123456789,";
        Author.git(work, "update-index", "--add", "--cacheinfo", commit + "a/sub", "--cacheinfo", commit + "z/y/sub");

        assertThat(condition("sha1")).isEqualTo(Look.SOUND_WITH_SUBMODULES);
        assertThat(visited.directories).containsExactly("a", "a/c", "z", "z/y");
        assertThat(visited.submodules).containsExactly("a/sub", "z/y/sub");
    }

    @Test
    void namesLongerThanTheirLengthFieldAreRead() throws Exception {
        Author.git(work, "init", "-q");
        var blob = Author.git(work, "hash-object", "-w", "-t", "blob", "/dev/null");
        for (var length : new int[] {4094, 4095, 4096, 5000}) {
            Author.git(work, "update-index", "--add", "--cacheinfo", "100644," + blob + "," + "y".repeat(length));
        }

        assertThat(condition("sha1")).isEqualTo(Look.SOUND);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void everyTruncationAndEveryChangedByteIsNoticed(int version) throws Exception {
        init("sha1");
        Author.git(work, "update-index", "--index-version", Integer.toString(version));
        var whole = Files.readAllBytes(index());
        var random = new Random(version);
        for (var i = 0; i < whole.length; i++) {
            Files.write(index(), Arrays.copyOf(whole, i));
            assertThat(condition("sha1")).isEqualTo(Look.UNSOUND);
            var changed = whole.clone();
            changed[i] ^= (byte) (1 + random.nextInt(255));
            Files.write(index(), changed);
            assertThat(condition("sha1")).isEqualTo(Look.UNSOUND);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--assume-unchanged", "--skip-worktree"})
    void anEntryThatGitLooksAwayFromIsSeen(String flag) throws Exception {
        init("sha1");
        Author.git(work, "update-index", flag, "a/c/d");

        assertThat(condition("sha1")).isEqualTo(Look.HIDING);
    }

    @Test
    void anEntryThatIsOnlyIntendedHidesNothing() throws Exception {
        init("sha1");
        Files.writeString(work.resolve("new"), "n");
        Author.git(work, "add", "-N", "new");

        assertThat(condition("sha1")).isEqualTo(Look.SOUND);
    }

    @Test
    void theSidesOfAConflictAreInOrder() throws Exception {
        init("sha1");
        Author.git(work, "commit", "-q", "-m", "base");
        Author.git(work, "checkout", "-q", "-b", "other");
        Files.writeString(work.resolve("a-b"), "other");
        Author.git(work, "commit", "-q", "-a", "-m", "other");
        Author.git(work, "checkout", "-q", "-");
        Files.writeString(work.resolve("a-b"), "mine");
        Author.git(work, "commit", "-q", "-a", "-m", "mine");
        assertThat(new ProcessBuilder("git", "merge", "-q", "other")
                        .directory(work.toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isNotZero();

        assertThat(Author.git(work, "ls-files", "-u")).isNotEmpty();
        assertThat(condition("sha1")).isEqualTo(Look.SOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "/abc", "a/..", "./ab", "a//b", ".git", "b/.git"})
    void aNameThatLeadsOutOfTheTreeIsNoticed(String name) throws Exception {
        init("sha1");
        Author.git(work, "rm", "-q", "-r", "--cached", ".");
        var place = "n".repeat(name.length());
        Files.writeString(work.resolve(place), "n");
        Author.git(work, "add", place);
        assertThat(condition("sha1")).isEqualTo(Look.SOUND);
        var content = new String(Files.readAllBytes(index()), StandardCharsets.ISO_8859_1).replace(place, name);

        Files.write(index(), ForgedIndex.signed(content.getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(condition("sha1")).isEqualTo(Look.UNSOUND);
    }

    @Test
    void namesOutOfOrderAreNoticed() throws Exception {
        init("sha1");
        var content = new String(Files.readAllBytes(index()), StandardCharsets.ISO_8859_1).replace("a-b", "z-b");

        Files.write(index(), ForgedIndex.signed(content.getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(condition("sha1")).isEqualTo(Look.UNSOUND);
    }

    @Test
    void anIndexThatNeedsAnotherFileIsNotSound() throws Exception {
        init("sha1");
        Author.git(work, "update-index", "--split-index");

        assertThat(condition("sha1")).isEqualTo(Look.UNSOUND);
    }

    @Test
    void anIndexWhoseEntriesAreDirectoriesIsNotSound() throws Exception {
        init("sha1");
        Author.git(work, "commit", "-q", "-m", "first");
        Author.git(work, "sparse-checkout", "set", "--cone", "--sparse-index", "b");

        assertThat(condition("sha1")).isEqualTo(Look.UNSOUND);
    }

    private void init(String format) throws Exception {
        Author.git(work, "init", "-q", "--object-format=" + format);
        for (var name : NAMES) {
            if (!name.equals("a")) {
                Files.createDirectories(work.resolve(name).getParent());
                Files.writeString(work.resolve(name), name);
            }
        }
        Author.git(work, "add", "-A");
    }

    /** What the names of the index led through. */
    private static final class Visited implements IndexNames.Visitor {
        final List<String> directories = new ArrayList<>();
        final List<String> submodules = new ArrayList<>();

        @Override
        public void directory(byte[] path, int length) {
            directories.add(new String(path, 0, length, StandardCharsets.UTF_8));
        }

        @Override
        public void submodule(byte[] path, int length) {
            submodules.add(new String(path, 0, length, StandardCharsets.UTF_8));
        }
    }

    private Path index() {
        return work.resolve(".git/index");
    }

    private Look condition(String format) throws Exception {
        try (var top = new Volume(work).open();
                var git = top.child(".git")) {
            return IndexFile.look(
                    git, format.equals("sha1") ? ObjectFormat.SHA1 : ObjectFormat.SHA256, Cone.of(List.of()), visited);
        }
    }
}
