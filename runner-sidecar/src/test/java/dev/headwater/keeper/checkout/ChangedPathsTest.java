package dev.headwater.keeper.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.control.CheckoutOptions;
import dev.headwater.control.Order;
import dev.headwater.control.Relevance;
import dev.headwater.control.Relevance.PathRule;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.testing.Author;
import dev.headwater.keeper.volume.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A restored volume whose repository was moved from the first commit to the second, with a history of one commit each. */
@Timeout(120)
class ChangedPathsTest {
    @TempDir
    Path temporary;

    private CheckoutFixture fixture;
    private String second;
    private final Map<Order.Checkout, String> heads = new LinkedHashMap<>();

    @BeforeEach
    void checkOutTwoCommits() throws Exception {
        fixture = new CheckoutFixture(temporary);
        fixture.checkout(fixture.first);
        second = fixture.author.commit(Map.of("src/deep/c.txt", "c2", "docs/é \u202e.md", "new"));
        fixture.checkout(second);
        heads.put(order(CheckoutFixture.DIRECTORY, second), second);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Order.Checkout order(String directory, String sha) {
        return CheckoutFixture.order(
                directory, fixture.server.url("app.git"), CheckoutFixture.MAIN, sha, CheckoutOptions.DEFAULT);
    }

    private String compare(PathRule rule, List<String> paths, List<String> policy, String base) throws Exception {
        var details = new ChangedPaths(new Volume(fixture.volume), new CommandRunner(), policy)
                .compare(
                        new Relevance(Optional.empty(), rule, paths),
                        Optional.of(base).filter(sha -> !sha.isEmpty()),
                        heads,
                        Deadline.in(Duration.ofSeconds(60)));
        return details.optional("changed").orElse("")
                + details.optional("changed-why").map(why -> ": " + why).orElse("");
    }

    private String compare(String... paths) throws Exception {
        return compare(PathRule.UNSAID, List.of(paths), List.of(), fixture.first);
    }

    @Test
    void pathsAreComparedWithTheRestoredCommit() throws Exception {
        var base = fixture.first.substring(0, 12);
        var expected = Map.of(
                "src/**", "Yes: src/deep/c.txt changed since " + base,
                "src", "Yes: src/deep/c.txt changed since " + base,
                "src/*.txt", "No: none of src/*.txt changed since " + base,
                "a.txt Cargo.lock", "No: none of a.txt Cargo.lock changed since " + base,
                ":!docs :!src/deep/*", "No: none of :!docs :!src/deep/* changed since " + base,
                "src/** :!src/deep", "No: none of src/** :!src/deep changed since " + base,
                ":!src", "Yes: docs/é  .md changed since " + base);
        for (var paths : expected.keySet()) {
            assertThat(compare(paths.split(" "))).as(paths).isEqualTo(expected.get(paths));
        }
    }

    @Test
    void aJobsPathsComeBeforeThePolicys() throws Exception {
        var policy = List.of("src/**");

        assertThat(compare(PathRule.UNSAID, List.of(), policy, fixture.first)).startsWith("Yes");
        assertThat(compare(PathRule.UNSAID, List.of("a.txt"), policy, fixture.first))
                .startsWith("No");
        assertThat(compare(PathRule.ALWAYS, List.of(), policy, fixture.first)).isEmpty();
        assertThat(compare(PathRule.UNSAID, List.of(), List.of(), fixture.first))
                .isEmpty();
        assertThat(compare(PathRule.GIT_PATHS_CHANGED, List.of(), List.of(), fixture.first))
                .startsWith("Yes");
        assertThat(compare(PathRule.GIT_PATHS_CHANGED, List.of(), List.of(), second))
                .startsWith("No: nothing changed");
    }

    @Test
    void whatTheJobCommittedCountsAndWhatItOnlyChangedDoesNot() throws Exception {
        Files.writeString(fixture.work().resolve("a.txt"), "changed");
        assertThat(compare("a.txt")).startsWith("No");

        Author.git(fixture.work(), "commit", "-qam", "of the job");
        assertThat(compare("a.txt")).startsWith("Yes: a.txt");
    }

    @Test
    void whatIsNotKnownIsNotUnchanged() throws Exception {
        var nowhere = "0123456789012345678901234567890123456789";

        assertThat(compare(PathRule.UNSAID, List.of("src"), List.of(), nowhere))
                .isEqualTo("Unknown: no checkout on the volume has the restored commit 012345678901");
        assertThat(compare(PathRule.UNSAID, List.of("src"), List.of(), ""))
                .isEqualTo("Unknown: it is not known which commit was restored");
        heads.clear();
        assertThat(compare("src")).startsWith("Unknown");
        heads.put(order("elsewhere", second), second);
        assertThat(compare("src")).startsWith("Unknown");
    }

    @Test
    void ofSeveralCheckoutsTheOneThatHasTheCommitTells() throws Exception {
        var other = fixture.project("other.git").commit(Map.of("x", "1"));
        fixture.checkout("tools", "other.git", other);
        heads.clear();
        heads.put(order("tools", other), other);
        heads.put(order(CheckoutFixture.DIRECTORY, second), second);

        assertThat(compare("a.txt")).startsWith("No");
        assertThat(compare("src")).startsWith("Yes");
    }

    @Test
    void nothingThatAJobPlantedIsRun() throws Exception {
        var traces = temporary.resolve("traces");
        Author.shell(fixture.work(), """
                git config core.fsmonitor 'touch %1$s'
                git config diff.external 'touch %1$s'
                git config diff.x.textconv 'touch %1$s'
                echo '* diff=x filter=x' > .gitattributes
                mkfifo .gitmodules
                ln -s /dev/zero .git/info/grafts
                """.formatted(traces));

        assertThat(compare("src")).startsWith("Yes");
        assertThat(traces).doesNotExist();
    }
}
