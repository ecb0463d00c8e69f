package dev.headwater.keeper.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.control.CheckoutOptions;
import dev.headwater.control.ControlFile;
import dev.headwater.control.Fields;
import dev.headwater.control.Order;
import dev.headwater.control.Relevance;
import dev.headwater.control.Report;
import dev.headwater.keeper.report.Reports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderGathererTest {
    private static final Order SEAL = new Order.Seal(
            Duration.ofSeconds(5), new Fields.Builder().build(), Relevance.UNSAID, Optional.empty(), Optional.empty());

    @TempDir
    Path control;

    Path orders;
    Reports reports;
    OrderGatherer gatherer;

    @BeforeEach
    void begin() throws Exception {
        orders = Files.createDirectory(control.resolve("orders"));
        reports = new Reports(Files.createDirectory(control.resolve("in")));
        gatherer = new OrderGatherer(orders, reports);
    }

    @Test
    void theOldestOrderComesFirstAndAnsweredOnesNeverAgain() throws Exception {
        write("b", 1);
        write("a", 2);
        assertThat(gatherer.next()).contains(new Pending.Valid("b", SEAL, Optional.empty()));
        reports.write("b", new Report(Report.Outcome.DONE, Optional.empty(), new Fields.Builder().build()));
        assertThat(gatherer.next()).contains(new Pending.Valid("a", SEAL, Optional.empty()));
        reports.write("a", new Report(Report.Outcome.FAILED, Optional.of("No."), new Fields.Builder().build()));
        assertThat(gatherer.next()).isEmpty();
    }

    @Test
    void aTokenBesideAnOrderBelongsToIt() throws Exception {
        write("a", 1);
        Files.writeString(orders.resolve("a.token"), "secret");

        assertThat(gatherer.next()).get().isInstanceOfSatisfying(Pending.Valid.class, valid -> {
            assertThat(valid.token().orElseThrow().bytes()).asString().isEqualTo("secret");
            assertThat(valid.toString()).doesNotContain("secret");
        });

        Files.writeString(orders.resolve("a.token"), "two\nlines");
        assertThat(gatherer.next())
                .contains(new Pending.Malformed(
                        "a",
                        "The order cannot be read: the token is not one line of at most 8192 visible characters."));
    }

    @Test
    void doneCheckoutsAreKnownTheLatestFirst() throws Exception {
        for (var i = 1; i <= 3; i++) {
            var order = new Order.Checkout(
                    Duration.ofSeconds(1), "d" + i, "http://h/r", "main", Optional.empty(), CheckoutOptions.DEFAULT);
            var file = orders.resolve("c" + i + ".order");
            Files.write(file, ControlFile.format(Order.toFields(order).values()));
            Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(i)));
            report("c" + i, i == 2 ? Report.Outcome.FAILED : Report.Outcome.DONE, "111", i);
        }
        write("seal", 4);
        report("seal", Report.Outcome.DONE, "111", 4);

        assertThat(gatherer.doneCheckouts())
                .extracting(done -> done.order().directory() + " at " + done.head())
                .containsExactly("d3 at 111", "d1 at 111");
    }

    @Test
    void onlyFilesWithAnIdAndTheSuffixAreOrders() throws Exception {
        for (var name : new String[] {"x.tmp", ".order", "UPPER.order", "-x.order", "a".repeat(41) + ".order"}) {
            Files.createFile(orders.resolve(name));
        }
        Files.createDirectory(orders.resolve("dir.order"));
        Files.createSymbolicLink(orders.resolve("link.order"), control.resolve("elsewhere"));

        assertThat(gatherer.next()).isEmpty();
    }

    @Test
    void anOversizedOrderIsMalformed() throws Exception {
        Files.write(orders.resolve("big.order"), new byte[1 << 20]);

        assertThat(gatherer.next())
                .contains(
                        new Pending.Malformed("big", "The order cannot be read: the file is larger than 16384 bytes."));
    }

    @Test
    void theHeadIsThatOfTheLatestSuccessfulCheckout() throws Exception {
        assertThat(reports.head()).isEmpty();
        report("one", Report.Outcome.DONE, "111", 1);
        report("three", Report.Outcome.DONE, "333", 3);
        report("two", Report.Outcome.DONE, "222", 2);
        report("four", Report.Outcome.FAILED, "444", 4);
        Files.writeString(control.resolve("in/five.report"), "garbage");

        assertThat(reports.head()).contains("333");
    }

    @Property(tries = 200)
    void anyBytesAreAnOrderOrASentence(@ForAll @Size(max = 300) byte[] content) throws Exception {
        var directory = Files.createTempDirectory("orders");
        try {
            var file = Files.write(directory.resolve("x.order"), content);
            assertThat(new OrderGatherer(directory, new Reports(directory))
                            .next()
                            .orElseThrow())
                    .satisfiesAnyOf(
                            pending -> assertThat(pending).isInstanceOf(Pending.Valid.class),
                            pending -> assertThat(((Pending.Malformed) pending).sentence())
                                    .startsWith("The order cannot be read: ")
                                    .endsWith("."));
            Files.delete(file);
        } finally {
            Files.delete(directory);
        }
    }

    private void write(String id, int second) throws Exception {
        var file = orders.resolve(id + ".order");
        Files.write(file, ControlFile.format(Order.toFields(SEAL).values()));
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
    }

    private void report(String id, Report.Outcome outcome, String head, int second) throws Exception {
        reports.write(
                id,
                new Report(
                        outcome,
                        Optional.of("x"),
                        new Fields.Builder().with("head", head).build()));
        Files.setLastModifiedTime(
                control.resolve("in/" + id + ".report"), FileTime.from(Instant.ofEpochSecond(second)));
    }
}
