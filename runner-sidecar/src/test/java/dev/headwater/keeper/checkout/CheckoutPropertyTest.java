package dev.headwater.keeper.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.control.CheckoutOptions;
import dev.headwater.control.Order;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.testing.Author;
import dev.headwater.keeper.testing.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CheckoutPropertyTest {

    /** What a job does to its working tree between two checkouts. */
    enum Deed {
        EDIT,
        DELETE,
        TOUCH,
        STAGE,
        COMMIT,
        REPLACE_BY_DIRECTORY,
        LOCK,
        DROP_INDEX,
        CUT_INDEX,
        DROP_HEAD,
        DROP_OBJECTS
    }

    private static final List<String> FILES = List.of("a.txt", "src/b.txt", "src/deep/c.txt");

    @Property(tries = 25)
    void whateverAJobDidTheCommitIsReachedAndWhatWasRightStaysUntouched(
            @ForAll @Size(max = 6) List<Deed> deeds, @ForAll @IntRange(max = 2) int commitChanges) throws Exception {
        assertReachesTheCommit(deeds, commitChanges);
    }

    @Example
    void aCommitWithoutAnIndexCostsNoTime() throws Exception {
        assertReachesTheCommit(List.of(Deed.DROP_INDEX, Deed.COMMIT, Deed.LOCK, Deed.DROP_INDEX, Deed.DELETE), 0);
    }

    @Example
    void aCommitOfATruncatedIndexCostsNoTime() throws Exception {
        assertReachesTheCommit(List.of(Deed.CUT_INDEX, Deed.COMMIT), 0);
    }

    private static void assertReachesTheCommit(List<Deed> deeds, int commitChanges) throws Exception {
        var temporary = Files.createTempDirectory("checkout");
        try (var fixture = new CheckoutFixture(temporary)) {
            fixture.checkout(fixture.first);
            Files.createDirectories(fixture.work().resolve("target"));
            Files.writeString(fixture.work().resolve("target/out"), "built");
            var commit = fixture.author.commit(Map.of(FILES.get(commitChanges), "new"));
            for (var i = 0; i < deeds.size(); i++) {
                act(deeds.get(i), fixture, FILES.get(i % FILES.size()));
            }
            var before = Tree.ofWork(fixture.work());
            var wrong = wrongFiles(fixture);

            fixture.checkout(commit);

            assertThat(wrongFiles(fixture)).isEmpty();
            assertThat(Tree.ofWork(fixture.work()).changedSince(before)).isEqualTo(wrong);
            assertThat(Author.git(fixture.work(), "status", "--porcelain")).isEmpty();
            assertThat(fixture.checkout(commit).optional("changed-files")).contains("0");
        } finally {
            assertThat(new ProcessBuilder("rm", "-rf", temporary.toString())
                            .start()
                            .waitFor())
                    .isZero();
        }
    }

    /** Paths of the working tree that are not what the author has; untracked and ignored files are never wrong. */
    private static Set<String> wrongFiles(CheckoutFixture fixture) throws IOException {
        var wrong = new TreeSet<String>();
        for (var name : FILES) {
            var file = fixture.work().resolve(name);
            if (Files.isDirectory(file)) {
                wrong.add(name);
                wrong.add(name + "/inner");
            } else if (!Files.exists(file)
                    || Files.mismatch(file, fixture.author.workTree().resolve(name)) >= 0) {
                wrong.add(name);
            }
        }
        return wrong;
    }

    private static void act(Deed deed, CheckoutFixture fixture, String name) throws Exception {
        var file = fixture.work().resolve(name);
        var isFile = Files.isRegularFile(file);
        switch (deed) {
            case EDIT -> {
                if (isFile) {
                    Files.writeString(file, "edited by the job");
                }
            }
            case DELETE -> {
                if (isFile) {
                    Files.delete(file);
                }
            }
            case TOUCH -> {
                if (isFile) {
                    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
                }
            }
            case REPLACE_BY_DIRECTORY -> {
                if (isFile) {
                    Files.delete(file);
                    Files.createDirectory(file);
                    Files.writeString(file.resolve("inner"), "x");
                }
            }
            case STAGE -> tryGit(fixture, "add", "-A");
            case COMMIT -> tryGit(fixture, "commit", "-q", "-a", "-m", "local");
            case LOCK -> Files.write(fixture.git().resolve("index.lock"), new byte[0]);
            case DROP_INDEX -> Files.deleteIfExists(fixture.git().resolve("index"));
            case CUT_INDEX -> cut(fixture.git().resolve("index"));
            case DROP_HEAD -> Files.deleteIfExists(fixture.git().resolve("HEAD"));
            case DROP_OBJECTS -> dropPacks(fixture.git().resolve("objects/pack"));
        }
    }

    /** A job's git in a repository that the job has just broken may fail. */
    private static void tryGit(CheckoutFixture fixture, String... arguments) throws InterruptedException {
        try {
            Author.git(fixture.work(), arguments);
        } catch (IOException e) {
            assertThat(e).hasMessageStartingWith("git " + arguments[0]);
        }
    }

    private static void cut(Path index) throws IOException {
        if (Files.exists(index)) {
            var content = Files.readAllBytes(index);
            Files.write(index, Arrays.copyOf(content, content.length / 2));
        }
    }

    private static void dropPacks(Path packs) throws IOException {
        try (var files = Files.list(packs)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Property
    void nothingButPlainWordsGetsOntoTheCommandLine(@ForAll String url, @ForAll String ref, @ForAll String sha) {
        try {
            var target = CheckoutTarget.from(new Order.Checkout(
                            Duration.ofSeconds(1),
                            "",
                            "https://h/" + url,
                            "refs/heads/" + ref,
                            Optional.of(sha),
                            CheckoutOptions.DEFAULT))
                    .getFirst();
            assertThat(target.url()).matches("https://h/[!-~]*").doesNotContain("@", "\"", "\\");
            assertThat(target.ref().getBytes(StandardCharsets.UTF_8)).doesNotContain(0, '\n', ' ', ':', '*');
            assertThat(target.sha()).matches("[0-9a-f]{40,64}");
        } catch (OrderFailedException e) {
            assertThat(e.sentence()).startsWith("The ");
        }
    }
}
