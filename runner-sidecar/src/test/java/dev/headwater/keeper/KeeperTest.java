package dev.headwater.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.control.CheckoutOptions;
import dev.headwater.control.ControlFile;
import dev.headwater.control.Fields;
import dev.headwater.control.Order;
import dev.headwater.control.Report;
import dev.headwater.keeper.testing.Author;
import dev.headwater.keeper.testing.GitServer;
import dev.headwater.keeper.testing.GitServer.Behaviour;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        keeper.order(
                "seal",
                new Order.Seal(
                        Duration.ofSeconds(30),
                        new Fields.Builder().with("lane", "x").build()));
        var seal = keeper.report("seal");

        assertThat(checkout.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(checkout.details().values()).containsOnlyKeys("head", "changed-files", "fetched", "took-ms");
        assertThat(seal.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(seal.details().values()).containsEntry("head", first).containsKeys("used-bytes", "took-ms");
        assertThat(keeper.terminationLog).hasSameBinaryContentAs(keeper.in.resolve("seal.report"));
        assertThat(keeper.volume.resolve(".headwater/record")).content().contains("lane=x", "head=" + first);
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
        keeper.order("seal", new Order.Seal(Duration.ofSeconds(30), new Fields.Builder().build()));

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
    void everyReportFitsIntoATerminationMessage() {
        var report = new Report(Report.Outcome.FAILED, Optional.of("ü".repeat(1000)), new Fields.Builder().build());

        assertThat(ControlFile.format(report.toFields().values())).hasSizeLessThan(4096);
    }

    private Order checkout(String sha, Duration timeout) {
        return new Order.Checkout(
                timeout, "w", server.url("app.git"), "refs/heads/main", Optional.of(sha), CheckoutOptions.DEFAULT);
    }
}
