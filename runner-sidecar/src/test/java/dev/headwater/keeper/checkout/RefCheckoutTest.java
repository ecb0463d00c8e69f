package dev.headwater.keeper.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.control.CheckoutOptions;
import dev.headwater.control.CheckoutOptions.Verification;
import dev.headwater.control.Fields;
import dev.headwater.control.Order;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.testing.Author;
import dev.headwater.keeper.testing.GitServer.Behaviour;
import dev.headwater.keeper.testing.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A ref without a commit: whatever it stands for at the remote. */
@Timeout(120)
class RefCheckoutTest {
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

    @ParameterizedTest
    @CsvSource({
        "refs/heads/feat/x, feat/x",
        "refs/heads/feat/x, refs/heads/feat/x",
        "refs/tags/v1.2, v1.2",
        "refs/tags/v1.2, refs/tags/v1.2",
        "refs/pull/7/merge, refs/pull/7/merge",
        "refs/heads/main, HEAD"
    })
    void aRefIsTheCommitThatTheRemoteHasThere(String published, String asked) throws Exception {
        fixture.checkout(fixture.first);
        var before = Tree.ofWork(fixture.work());
        var commit = fixture.author.commit(Map.of("a.txt", "a2"));
        fixture.author.publishAs(published);

        assertThat(checkout(asked)).isEqualTo(outputs(commit, 1));
        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).containsExactly("a.txt");
        assertThat(Author.git(fixture.work(), "rev-parse", "HEAD")).isEqualTo(commit);
        assertThat(checkout(asked)).isEqualTo(outputs(commit, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2", "refs/tags/v2"})
    void anAnnotatedTagIsPeeled(String asked) throws Exception {
        var commit = fixture.author.commit(Map.of("a.txt", "a2"));
        Author.git(fixture.author.workTree(), "tag", "-a", "-m", "release", "v2");

        assertThat(checkout(asked)).isEqualTo(outputs(commit, 4));
    }

    @Test
    void aCommitIsARefToo() throws Exception {
        var commit = fixture.author.commit(Map.of("a.txt", "a2"));
        fixture.author.goBackTo(fixture.first);

        assertThat(checkout(commit)).isEqualTo(outputs(commit, 4));
        var requests = fixture.server.requests();
        assertThat(checkout(commit).optional("fetched")).contains("false");
        assertThat(fixture.server.requests()).isEqualTo(requests);
    }

    @Test
    void aBranchComesBeforeATagOfTheSameName() throws Exception {
        fixture.author.publishAs("refs/tags/both");
        var commit = fixture.author.commit(Map.of("a.txt", "a2"));
        fixture.author.publishAs("refs/heads/both");

        assertThat(checkout("both").optional("head")).contains(commit);
        assertThat(checkout("refs/tags/both").optional("head")).contains(fixture.first);
    }

    @Test
    void aBranchThatMovedIsFollowed() throws Exception {
        checkout("main");
        var second = fixture.author.commit(Map.of("a.txt", "a2"));
        assertThat(checkout("main")).isEqualTo(outputs(second, 1));
        fixture.author.goBackTo(fixture.first);

        assertThat(checkout("main")).isEqualTo(outputs(fixture.first, 1));
    }

    @Test
    void aTagIsVerifiedAlsoWhereItsNameIsShort() throws Exception {
        fixture.author.publishAs("refs/tags/v3");

        assertThat(message("v3")).endsWith(", fetched from the remote, every tracked file verified.");
        assertThat(message("main")).endsWith(": nothing had to change, fetched from the remote.");
        assertThat(fixture.report(
                                fixture.order("main", CheckoutFixture.verification(Verification.ALWAYS)),
                                Optional.empty())
                        .optional("message")
                        .orElseThrow())
                .endsWith(", every tracked file verified.");
    }

    @Test
    void aServerOfTheOldProtocolIsUnderstood() throws Exception {
        fixture.server.behave(Behaviour.ADVERTISED_REFS_ONLY);
        fixture.author.publishAs("refs/tags/v4");
        checkout("v4");
        var second = fixture.author.commit(Map.of("a.txt", "a2"));

        assertThat(checkout("main")).isEqualTo(outputs(second, 1));
    }

    @Test
    void allHistoryOfARef() throws Exception {
        var second = fixture.author.commit(Map.of("a.txt", "a2"));

        assertThat(fixture.checkout(fixture.order("main", CheckoutFixture.depth(0)))
                        .optional("head"))
                .contains(second);
        assertThat(Author.git(fixture.work(), "rev-list", "--count", "HEAD")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v9", "refs/heads/v9", "refs/pull/9/merge", "mai", "heads/main"})
    void aRefThatTheRemoteDoesNotHaveIsToldAndNothingIsTouched(String asked) throws Exception {
        fixture.checkout(fixture.first);
        var before = Tree.of(fixture.volume);

        assertThatThrownBy(() -> checkout(asked))
                .isInstanceOf(OrderFailedException.class)
                .hasMessage("There is no " + asked + " at " + fixture.server.url("app.git")
                        + "; give a branch, a tag, a full ref or a commit that is there.");
        assertThat(Tree.of(fixture.volume).changedSince(before)).isEmpty();
    }

    @Test
    void anUnknownRefLeavesAnEmptyVolumeEmpty() {
        assertThatThrownBy(() -> checkout("v9")).hasMessageStartingWith("There is no v9 at ");
        assertThat(fixture.volume.resolve("workspace")).doesNotExist();
        assertThat(fixture.volume.resolve(".headwater")).isEmptyDirectory();
    }

    @Test
    void aTagOfSomethingElseThanACommitIsRefused() throws Exception {
        fixture.checkout(fixture.first);
        Author.git(fixture.author.workTree(), "tag", "tree", "HEAD^{tree}");
        var before = Tree.ofWork(fixture.work());

        assertThatThrownBy(() -> checkout("refs/tags/tree"))
                .hasMessage("The ref refs/tags/tree of " + fixture.server.url("app.git")
                        + " does not stand for a commit; name another one.");
        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "v5", "refs/tags/v5"})
    void aRemoteThatIsDownIsToldAndNothingIsTouched(String asked) throws Exception {
        fixture.author.publishAs("refs/tags/v5");
        fixture.checkout(fixture.first);
        var before = Tree.of(fixture.volume);
        fixture.server.behave(Behaviour.UNAVAILABLE);

        assertThatThrownBy(() -> checkout(asked))
                .isInstanceOf(OrderFailedException.class)
                .hasMessageContaining("503");
        assertThat(Tree.of(fixture.volume).changedSince(before)).isEmpty();
    }

    @Test
    void aRepositoryOfLongNamesNeedsTheCommitTooAndIsNotTouched() throws Exception {
        var commit = fixture.project("long.git", "--object-format=sha256").commit(Map.of("a.txt", "a1"));
        fixture.checkout(CheckoutFixture.DIRECTORY, "long.git", commit);
        var before = Tree.of(fixture.volume);
        var order = new Order.Checkout(
                Duration.ofSeconds(60),
                CheckoutFixture.DIRECTORY,
                fixture.server.url("long.git"),
                "main",
                Optional.empty(),
                CheckoutOptions.DEFAULT);

        assertThatThrownBy(() -> fixture.checkout(order)).hasMessageContaining("has long names (sha256)");
        assertThat(Tree.of(fixture.volume).changedSince(before)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b", "a:b", "refs/notes/x", "a b", "a*", "^a", "HEAD~1"})
    void whatIsNoRefIsRefusedUnasked(String ref) {
        assertThatThrownBy(() -> checkout(ref)).hasMessageStartingWith("The ref is not ");
        assertThat(fixture.server.requests()).isZero();
    }

    @Test
    void filesThatAreRightInADirectoryWithoutRepositoryKeepTheirTimes() throws Exception {
        Files.createDirectories(fixture.work());
        Files.writeString(fixture.work().resolve("a.txt"), "a1");
        var before = Tree.ofWork(fixture.work());

        checkout("main");

        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).doesNotContain("a.txt");
    }

    private Fields checkout(String ref) throws Exception {
        return fixture.checkout(fixture.order(ref, CheckoutOptions.DEFAULT));
    }

    private String message(String ref) throws Exception {
        return fixture.report(fixture.order(ref, CheckoutOptions.DEFAULT), Optional.empty())
                .optional("message")
                .orElseThrow();
    }

    private static Fields outputs(String head, int changedFiles) {
        return new Fields.Builder()
                .with("head", head)
                .with("changed-files", Integer.toString(changedFiles))
                .with("fetched", "true")
                .build();
    }
}
