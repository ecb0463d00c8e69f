package dev.headwater.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.control.CheckoutOptions;
import dev.headwater.control.Fields;
import dev.headwater.control.Marker;
import dev.headwater.control.Order;
import dev.headwater.control.Relevance;
import dev.headwater.control.Report;
import dev.headwater.keeper.testing.Author;
import dev.headwater.keeper.testing.GitServer;
import dev.headwater.keeper.testing.GitServer.Behaviour;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The whole program. */
@Timeout(120)
@Isolated("It counts on being heard within a second.")
class KeeperTest {
    @TempDir
    Path temporary;

    GitServer server;
    Author author;
    String first;
    KeeperProcess keeper;
    Process process;

    @BeforeEach
    void begin() throws Exception {
        var projects = Files.createDirectory(temporary.resolve("projects"));
        server = new GitServer(projects);
        author = new Author(projects, "app.git");
        first = author.commit(Map.of("a.txt", "a1"));
        keeper = new KeeperProcess(temporary);
        process = keeper.start();
    }

    @AfterEach
    void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        server.close();
    }

    @Test
    void ordersAreDoneAndAnswered() throws Exception {
        keeper.order("c1", checkout(first, Duration.ofSeconds(30)));
        var checkout = keeper.report("c1");
        var next = author.commit(Map.of("b.txt", "b1"));
        keeper.order("c2", checkout(next, Duration.ofSeconds(30)));
        keeper.report("c2");
        keeper.order(
                "seal",
                new Order.Seal(
                        Duration.ofSeconds(30),
                        new Fields.Builder().with("lane", "x").build(),
                        new Relevance(
                                Optional.of(new Marker("build-id", Optional.of("42"))),
                                Relevance.PathRule.UNSAID,
                                List.of("a.txt")),
                        Optional.of(first),
                        Optional.empty()));
        var seal = keeper.report("seal");

        assertThat(checkout.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(checkout.details().values()).containsOnlyKeys("head", "changed-files", "fetched", "took-ms");
        assertThat(seal.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(seal.details().values())
                .containsEntry("head", next)
                .containsEntry("changed", "No")
                .containsEntry("changed-why", "none of a.txt changed since " + first.substring(0, 12))
                .containsKeys("used-bytes", "took-ms");
        assertThat(keeper.terminationLog).hasSameBinaryContentAs(keeper.in.resolve("seal.report"));
        assertThat(keeper.volume.resolve(".headwater/record")).content().contains("lane=x", "head=" + next);
        assertThat(keeper.volume.resolve("build-id")).hasContent("42");
    }

    @Test
    void garbageAndImpossibleOrdersGetAFailureAndHarmNoOther() throws Exception {
        keeper.order("garbage", new byte[] {1, 2, 3});
        keeper.order("unknown", "op=dance\ntimeout=5\n".getBytes(StandardCharsets.UTF_8));
        keeper.order(
                "down",
                new Order.Checkout(
                        Duration.ofSeconds(20),
                        "w",
                        "http://127.0.0.1:1/x",
                        "refs/heads/main",
                        Optional.of(first),
                        CheckoutOptions.DEFAULT));
        keeper.order("good", checkout(first, Duration.ofSeconds(30)));

        assertThat(keeper.report("garbage").message())
                .contains("The order cannot be read: a line is not of the form key=value.");
        assertThat(keeper.report("unknown").message())
                .contains("The order cannot be read: op is neither checkout nor seal.");
        assertThat(keeper.report("down").message().orElseThrow())
                .startsWith("The commit " + first + " could not be fetched from http://127.0.0.1:1/x")
                .contains("Failed to connect");
        assertThat(keeper.report("good").outcome()).isEqualTo(Report.Outcome.DONE);
    }

    @Test
    void anOrderEndsWithItsTime() throws Exception {
        server.behave(Behaviour.SILENT);
        keeper.order("slow", checkout(first, Duration.ofSeconds(1)));

        var report = keeper.report("slow");

        assertThat(report.outcome()).isEqualTo(Report.Outcome.FAILED);
        assertThat(report.message()).contains("'git fetch' was not done when the time of the order was over.");
        assertThat(report.details().number("took-ms", 1000, 60_000)).isPresent();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> process.descendants().findAny().isEmpty());
    }

    @Test
    void sigtermEndsItInTheMiddleOfAFetchAndTheNextOneGoesOn() throws Exception {
        server.behave(Behaviour.SILENT);
        keeper.order("c1", checkout(first, Duration.ofSeconds(60)));
        await().atMost(Duration.ofMinutes(1)).until(() -> server.requests() > 0);
        var family = process.descendants().toList();

        process.destroy();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(family).isNotEmpty();
        await().atMost(Duration.ofMinutes(1)).until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(keeper.isAnswered("c1")).isFalse();

        server.behave(Behaviour.NORMAL);
        process = keeper.start();
        assertThat(keeper.report("c1").outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(keeper.volume.resolve("w/a.txt")).hasContent("a1");
    }

    @Test
    void aKeeperThatWasKilledAtAnyMomentIsFollowedByOneThatFinishes() throws Exception {
        var commits = 6;
        for (var i = 0; i < commits; i++) {
            var commit = author.commit(Map.of("a.txt", "a" + i, "dir/f" + i, "f"));
            keeper.order("c" + i, checkout(commit, Duration.ofSeconds(60)));
            Thread.sleep(40L * i);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            process = keeper.start();
            assertThat(keeper.report("c" + i).outcome()).isEqualTo(Report.Outcome.DONE);
            assertThat(Author.git(keeper.volume.resolve("w"), "rev-parse", "HEAD"))
                    .isEqualTo(commit);
            assertThat(Author.git(keeper.volume.resolve("w"), "status", "--porcelain"))
                    .isEmpty();
        }
    }

    @Test
    void aMissingTerminationLogHindersNothing() throws Exception {
        process.destroyForcibly().waitFor();
        process = keeper.start("--termination-log", temporary.resolve("no/such").toString());
        keeper.order("seal", seal(Duration.ofSeconds(30)));

        assertThat(keeper.report("seal").outcome()).isEqualTo(Report.Outcome.DONE);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Files.readString(keeper.log).contains("order seal: no termination message"));
    }

    @Test
    void wrongFlagsAreToldAtOnce() throws Exception {
        var wrong = keeper.start("--volume");

        assertThat(wrong.waitFor()).isEqualTo(2);
        assertThat(Files.readString(keeper.log)).contains(Settings.USAGE);
    }

    @Test
    void aSealCleansAndSearchesAsTheFlagsSay() throws Exception {
        process.destroyForcibly().waitFor();
        process = keeper.start("--scrub", "*.p12", "--allow", "fixtures");
        Files.createDirectories(keeper.volume.resolve("fixtures"));
        Files.writeString(keeper.volume.resolve("store.p12"), "x");
        for (var path : List.of("fixtures/a", "b")) {
            Files.writeString(keeper.volume.resolve(path), "glpat-" + "Zx81kQ7mPv4RtY2uWe9s");
        }

        keeper.order("seal", seal(Duration.ofSeconds(60)));

        assertThat(keeper.report("seal").details().values())
                .containsEntry("scan", "Complete")
                .containsEntry("scrubbed-files", "1")
                .containsEntry("finding-1", "gitlab-token b")
                .doesNotContainKey("finding-2");
        assertThat(keeper.volume.resolve("store.p12")).doesNotExist();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Files.readString(keeper.log).contains("order seal"));
        assertThat(keeper.log).content().contains("scrubbed store.p12").doesNotContain("glpat");
    }

    /** A pipe takes one message at a time: the keeper waits with the second one until somebody reads it. */
    @Test
    void aKeeperThatIsKilledInASealHasSaidThatItDidNotEnd() throws Exception {
        process.destroyForcibly().waitFor();
        var pipe = temporary.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        process = keeper.start("--termination-log", pipe.toString());

        keeper.order("seal", seal(Duration.ofSeconds(60)));

        assertThat(Files.readString(pipe))
                .startsWith("outcome=failed\nmessage=The keeper ended before it had sealed the volume.\n");
    }

    private static Order seal(Duration timeout) {
        return new Order.Seal(
                timeout, new Fields.Builder().build(), Relevance.UNSAID, Optional.empty(), Optional.empty());
    }

    private Order checkout(String sha, Duration timeout) {
        return new Order.Checkout(
                timeout, "w", server.url("app.git"), "refs/heads/main", Optional.of(sha), CheckoutOptions.DEFAULT);
    }
}
