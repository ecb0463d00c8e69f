package dev.headwater.keeper.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.control.CheckoutOptions;
import dev.headwater.control.Fields;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.testing.Author;
import dev.headwater.keeper.testing.GitServer.Behaviour;
import dev.headwater.keeper.testing.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The walk of a healthy repository, over real HTTP. */
@Timeout(60)
class CheckoutTest {
    private static final String UNKNOWN = "0123456789012345678901234567890123456789";

    @TempDir
    Path temporary;

    CheckoutFixture fixture;

    @BeforeEach
    void begin() throws Exception {
        fixture = new CheckoutFixture(temporary);
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void anEmptyVolumeGetsTheCommitAlone() throws Exception {
        var second = fixture.author.commit(Map.of("a.txt", "a2"));

        var details = fixture.checkout(second);

        assertThat(details).isEqualTo(details(second, 4, true));
        assertThat(fixture.work().resolve("a.txt")).hasContent("a2");
        assertThat(Author.git(fixture.work(), "status", "--porcelain")).isEmpty();
        assertThat(Author.git(fixture.work(), "rev-list", "--count", "HEAD")).isEqualTo("1");
        assertThat(fixture.volume.resolve(".headwater")).isEmptyDirectory();
    }

    @Test
    void theRootOfTheVolumeCanBeTheWorkingTree() throws Exception {
        Files.createDirectory(fixture.volume.resolve("lost+found"));

        fixture.checkout("", "app.git", fixture.first);

        assertThat(fixture.volume.resolve("src/deep/c.txt")).hasContent("c1");
        assertThat(fixture.volume.resolve("lost+found")).isDirectory();
    }

    @Test
    void aSecondCheckoutOfTheSameCommitWritesNothingAndAsksNobody() throws Exception {
        fixture.checkout(fixture.first);
        var before = Tree.of(fixture.volume);
        var requests = fixture.server.requests();

        var details = fixture.checkout(fixture.first);

        assertThat(details).isEqualTo(details(fixture.first, 0, false));
        assertThat(Tree.of(fixture.volume).changedSince(before)).isEmpty();
        assertThat(fixture.server.requests()).isEqualTo(requests);
    }

    @Test
    void aMoveTouchesExactlyTheFilesThatTheCommitChanged() throws Exception {
        fixture.checkout(fixture.first);
        var before = Tree.ofWork(fixture.work());
        var second = fixture.author.commit(Map.of("src/b.txt", "b2", "new.txt", "n", "src/deep/c.txt", ""));

        var details = fixture.checkout(second);

        assertThat(details).isEqualTo(details(second, 3, true));
        assertThat(Tree.ofWork(fixture.work()).changedSince(before))
                .containsExactly("new.txt", "src/b.txt", "src/deep/c.txt");
    }

    @Test
    void eachCheckoutIsToldInALine() throws Exception {
        assertThat(message(fixture.first)).isEqualTo("4 files changed, fetched from the remote");
        assertThat(message(fixture.first)).isEqualTo("nothing had to change, without asking the remote");
        var second = fixture.author.commit(Map.of("a.txt", "a2"));
        assertThat(message(second)).isEqualTo("1 file changed, fetched from the remote");
        assertThat(message(fixture.first)).isEqualTo("1 file changed, without asking the remote");
    }

    private String message(String sha) throws Exception {
        var message = fixture.report(
                        CheckoutFixture.order(
                                CheckoutFixture.DIRECTORY,
                                fixture.server.url("app.git"),
                                CheckoutFixture.MAIN,
                                sha,
                                CheckoutOptions.DEFAULT),
                        Optional.empty())
                .optional("message")
                .orElseThrow();
        assertThat(message)
                .startsWith("workspace/app is at " + sha.substring(0, 12) + ": ")
                .endsWith(".");
        return message.substring(message.indexOf(": ") + 2, message.length() - 1);
    }

    @Test
    void aCommitThatIsHereIsNotFetchedAgain() throws Exception {
        fixture.checkout(fixture.first);
        fixture.checkout(fixture.author.commit(Map.of("a.txt", "a2")));
        fixture.server.behave(Behaviour.UNAVAILABLE);

        assertThat(fixture.checkout(fixture.first)).isEqualTo(details(fixture.first, 1, false));
    }

    @Test
    void changedAndDeletedTrackedFilesAreRestoredAndNothingElse() throws Exception {
        fixture.checkout(fixture.first);
        var before = Tree.ofWork(fixture.work());
        Files.writeString(fixture.work().resolve("a.txt"), "scribbled");
        Files.delete(fixture.work().resolve("src/b.txt"));

        assertThat(fixture.checkout(fixture.first)).isEqualTo(details(fixture.first, 2, false));
        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).containsExactly("a.txt", "src/b.txt");
        assertThat(fixture.work().resolve("a.txt")).hasContent("a1");
    }

    @Test
    void untrackedAndIgnoredFilesAreKept() throws Exception {
        fixture.checkout(fixture.first);
        Files.createDirectories(fixture.work().resolve("target/debug"));
        Files.writeString(fixture.work().resolve("target/debug/binary"), "built");
        Files.writeString(fixture.work().resolve("notes"), "mine");
        var before = Tree.ofWork(fixture.work());

        fixture.checkout(fixture.author.commit(Map.of("a.txt", "a2")));

        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).containsExactly("a.txt");
    }

    @Test
    void aFileThatWasOnlyTouchedIsReadAndNotWritten() throws Exception {
        fixture.checkout(fixture.first);
        Files.setLastModifiedTime(fixture.work().resolve("a.txt"), FileTime.from(Instant.EPOCH));
        var before = Tree.ofWork(fixture.work());

        assertThat(fixture.checkout(fixture.first)).isEqualTo(details(fixture.first, 0, false));
        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).isEmpty();
    }

    @Test
    void anIndexThatForgotAllStatDataMovesNoTime() throws Exception {
        fixture.checkout(fixture.first);
        var second = fixture.author.commit(Map.of("a.txt", "a2"));
        var before = Tree.ofWork(fixture.work());
        Files.delete(fixture.git().resolve("index"));

        assertThat(fixture.checkout(second)).isEqualTo(details(second, 1, true));
        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).containsExactly("a.txt");
    }

    @Test
    void existingFilesOfADirectoryWithoutRepositoryKeepTheirTimes() throws Exception {
        Files.createDirectories(fixture.work().resolve("src"));
        Files.writeString(fixture.work().resolve("src/b.txt"), "b1");
        Files.writeString(fixture.work().resolve("other"), "o");
        var before = Tree.ofWork(fixture.work());

        assertThat(fixture.checkout(fixture.first)).isEqualTo(details(fixture.first, 3, true));
        assertThat(Tree.ofWork(fixture.work()).changedSince(before))
                .containsExactly(".gitignore", "a.txt", "src/deep/c.txt");
    }

    @Test
    void localCommitsAndBranchesAreLeftBehind() throws Exception {
        fixture.checkout(fixture.first);
        Author.git(fixture.work(), "checkout", "-q", "-b", "mine");
        Files.writeString(fixture.work().resolve("a.txt"), "local");
        Author.git(fixture.work(), "commit", "-q", "-a", "-m", "local");
        var before = Tree.ofWork(fixture.work());

        assertThat(fixture.checkout(fixture.first)).isEqualTo(details(fixture.first, 1, false));
        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).containsExactly("a.txt");
        assertThat(Author.git(fixture.work(), "branch", "--list", "mine")).isNotEmpty();
    }

    @Test
    void aForcePushedHistoryIsFollowed() throws Exception {
        fixture.author.commit(Map.of("a.txt", "a2"));
        fixture.checkout(fixture.author.commit(Map.of("a.txt", "a3")));
        fixture.author.goBackTo(fixture.first);
        var rewritten = fixture.author.commit(Map.of("src/b.txt", "other"));

        assertThat(fixture.checkout(rewritten)).isEqualTo(details(rewritten, 2, true));
        assertThat(fixture.work().resolve("a.txt")).hasContent("a1");
    }

    @Test
    void aCompleteHistoryIsNotCut() throws Exception {
        fixture.author.commit(Map.of("a.txt", "a2"));
        Files.createDirectories(fixture.work().getParent());
        Author.git(
                fixture.volume,
                "clone",
                "-q",
                fixture.server.url("app.git"),
                fixture.work().toString());
        var third = fixture.author.commit(Map.of("a.txt", "a3"));

        fixture.checkout(third);

        assertThat(Author.git(fixture.work(), "rev-list", "--count", "HEAD")).isEqualTo("3");
    }

    @Test
    void anotherRemoteIsAnotherUrlInTheSameRepository() throws Exception {
        fixture.checkout(fixture.first);
        Author.git(
                fixture.volume,
                "clone",
                "-q",
                "--bare",
                fixture.server.url("app.git"),
                temporary.resolve("projects/fork.git").toString());
        var before = Tree.ofWork(fixture.work());

        var details = fixture.checkout(CheckoutFixture.DIRECTORY, "fork.git", fixture.first);

        assertThat(details).isEqualTo(details(fixture.first, 0, false));
        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).isEmpty();
        assertThat(Author.git(fixture.work(), "remote", "get-url", "origin")).endsWith("/fork.git");
    }

    @Test
    void aForeignRepositoryWithoutTheCommitIsMovedToIt() throws Exception {
        var other = new Author(temporary.resolve("projects"), "other.git");
        var foreign = other.commit(Map.of("a.txt", "a1", "only-there", "x"));
        fixture.checkout(CheckoutFixture.DIRECTORY, "other.git", foreign);
        var before = Tree.ofWork(fixture.work());

        fixture.checkout(fixture.first);

        assertThat(Tree.ofWork(fixture.work()).changedSince(before))
                .containsExactly(".gitignore", "only-there", "src/b.txt", "src/deep/c.txt");
    }

    @Test
    void aServerThatServesNoSingleCommitsIsAskedForTheRef() throws Exception {
        fixture.server.behave(Behaviour.ADVERTISED_REFS_ONLY);
        fixture.checkout(fixture.first);
        var second = fixture.author.commit(Map.of("a.txt", "a2"));

        assertThat(fixture.checkout(second)).isEqualTo(details(second, 1, true));
    }

    @Test
    void aRepositoryOfLongNamesIsServedToo() throws Exception {
        var sha256 = new Author(temporary.resolve("projects"), "long.git", "--object-format=sha256");
        var first = sha256.commit(Map.of("a.txt", "a1"));
        fixture.checkout("long", "long.git", first);
        var second = sha256.commit(Map.of("b.txt", "b1"));

        assertThat(fixture.checkout("long", "long.git", second)).isEqualTo(details(second, 1, true));
        assertThat(fixture.checkout("long", "long.git", second)).isEqualTo(details(second, 0, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "ünïcode", "-dash", "a/b/c/d"})
    void anyDirectoryNameWorks(String directory) throws Exception {
        fixture.checkout(directory, "app.git", fixture.first);

        assertThat(fixture.volume.resolve(directory).resolve("a.txt")).hasContent("a1");
    }

    @Test
    void anUnknownCommitIsToldAndNothingIsMoved() throws Exception {
        fixture.checkout(fixture.first);
        var before = Tree.ofWork(fixture.work());

        assertThatThrownBy(() -> fixture.checkout(UNKNOWN))
                .isInstanceOf(OrderFailedException.class)
                .hasMessageStartingWith(
                        "The commit " + UNKNOWN + " could not be fetched from " + fixture.server.url("app.git"))
                .hasMessageContaining("not our ref");
        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).isEmpty();
        assertThat(Author.git(fixture.work(), "rev-parse", "HEAD")).isEqualTo(fixture.first);
        assertThat(Author.git(fixture.work(), "status", "--porcelain")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNAVAILABLE", "REDIRECTING"})
    void aRemoteThatDoesNotServeIsToldAndNothingIsMoved(Behaviour behaviour) throws Exception {
        fixture.checkout(fixture.first);
        var second = fixture.author.commit(Map.of("a.txt", "a2"));
        var before = Tree.of(fixture.volume);
        fixture.server.behave(behaviour);

        assertThatThrownBy(() -> fixture.checkout(second))
                .isInstanceOf(OrderFailedException.class)
                .hasMessageContaining("unable to");
        assertThat(Tree.of(fixture.volume).changedSince(before)).isEmpty();
    }

    @Test
    void aRemoteThatIsDownLeavesAnEmptyVolumeEmpty() throws Exception {
        fixture.server.behave(Behaviour.UNAVAILABLE);

        assertThatThrownBy(() -> fixture.checkout(fixture.first)).isInstanceOf(OrderFailedException.class);
        assertThat(fixture.volume.resolve("workspace")).doesNotExist();
        assertThat(fixture.volume.resolve(".headwater")).isEmptyDirectory();
    }

    private static Fields details(String head, int changedFiles, boolean fetched) {
        return new Fields.Builder()
                .with("head", head)
                .with("changed-files", Integer.toString(changedFiles))
                .with("fetched", Boolean.toString(fetched))
                .build();
    }
}
