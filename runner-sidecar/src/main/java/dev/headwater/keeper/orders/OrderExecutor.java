package dev.headwater.keeper.orders;

import dev.headwater.control.Fields;
import dev.headwater.control.Order;
import dev.headwater.control.Report;
import dev.headwater.control.Token;
import dev.headwater.keeper.checkout.ChangedPaths;
import dev.headwater.keeper.checkout.CheckoutExecutor;
import dev.headwater.keeper.checkout.ClockGuard;
import dev.headwater.keeper.checkout.CommittedFiles;
import dev.headwater.keeper.checkout.GitServers;
import dev.headwater.keeper.checkout.IndexRefresher;
import dev.headwater.keeper.hygiene.Hygiene;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.report.Shown;
import dev.headwater.keeper.seal.Cleaning;
import dev.headwater.keeper.seal.MarkerFile;
import dev.headwater.keeper.seal.SealExecutor;
import dev.headwater.keeper.volume.Volume;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does an order, and tells it as a report. */
public final class OrderExecutor {
    private static final int MAX_MESSAGE = 1000;
    private static final String MESSAGE = "message";

    private final CheckoutExecutor checkout;
    private final ClockGuard clockGuard;
    private final IndexRefresher refresher;
    private final ChangedPaths changedPaths;
    private final CommittedFiles committedFiles;
    private final MarkerFile markerFile;
    private final SealExecutor seal;
    private final OrderGatherer gatherer;

    /**
     * @param gitServers URLs of the servers that may be talked to; none: all
     * @param savePaths pathspecs of the policy, whose changes count for jobs that name none
     */
    public OrderExecutor(
            Volume volume,
            OrderGatherer gatherer,
            CommandRunner runner,
            List<String> gitServers,
            List<String> savePaths,
            Hygiene hygiene,
            InstantSource clock) {
        this.checkout = new CheckoutExecutor(volume, runner, GitServers.of(gitServers));
        this.clockGuard = new ClockGuard(volume, clock);
        this.refresher = new IndexRefresher(volume, runner);
        this.changedPaths = new ChangedPaths(volume, runner, savePaths);
        this.committedFiles = new CommittedFiles(volume, runner);
        this.markerFile = new MarkerFile(volume);
        this.seal = new SealExecutor(volume, runner, new Cleaning(runner, volume, hygiene), clock);
        this.gatherer = gatherer;
    }

    /**
     * @throws InterruptedException when the keeper is ending: the order has no report then, and is repeated
     */
    Report execute(Order order, Optional<Token> token) throws InterruptedException {
        var began = System.nanoTime();
        try {
            var details = details(order, token, Deadline.in(order.timeout()));
            return report(Report.Outcome.DONE, details.optional(MESSAGE), details, began);
        } catch (OrderFailedException e) {
            return failed(token.map(secret -> secret.hideIn(e.sentence())).orElse(e.sentence()), began);
        } catch (IOException e) {
            return failed("The volume or the keeper's machine does not play along: " + e.getMessage(), began);
        } catch (RuntimeException e) {
            return failed("The keeper has a fault, please report it: " + e, began);
        }
    }

    private Fields details(Order order, Optional<Token> token, Deadline deadline)
            throws IOException, InterruptedException, OrderFailedException {
        return switch (order) {
            case Order.Checkout checkoutOrder -> {
                clockGuard.settle();
                yield checkout.execute(checkoutOrder, token, deadline);
            }
            case Order.Seal sealOrder -> {
                refreshIndexes(deadline);
                var details = worth(sealOrder, deadline);
                var heads = heads();
                seal.execute(
                                sealOrder,
                                gatherer.reports().head(),
                                (paths, until) -> committedFiles.among(paths, heads, until),
                                deadline)
                        .values()
                        .forEach(details::with);
                yield details.build();
            }
        };
    }

    /** What tells whether the volume is worth keeping, for those who judge. */
    private Fields.Builder worth(Order.Seal order, Deadline deadline) throws IOException, InterruptedException {
        var details = new Fields.Builder();
        var relevance = order.relevance();
        changedPaths
                .compare(
                        relevance,
                        order.gitBase(),
                        heads(),
                        Deadline.in(deadline.left().dividedBy(2)))
                .values()
                .forEach(details::with);
        relevance
                .marker()
                .ifPresent(marker -> markerFile.settle(marker).values().forEach(details::with));
        return details;
    }

    /** The last checkout of each directory. */
    private Map<Order.Checkout, String> heads() throws IOException {
        var heads = new LinkedHashMap<Order.Checkout, String>();
        var directories = new HashSet<String>();
        for (var done : gatherer.doneCheckouts()) {
            if (directories.add(done.order().directory())) {
                heads.put(done.order(), done.head());
            }
        }
        return heads;
    }

    /** It saves time of later jobs; a volume on which it fails, or takes too long, is as good to keep. */
    private void refreshIndexes(Deadline deadline) throws IOException, InterruptedException {
        var until = Deadline.in(deadline.left().dividedBy(2));
        for (var done : heads().entrySet()) {
            try {
                refresher.refresh(done.getKey(), done.getValue(), until);
            } catch (IOException | OrderFailedException e) {
                System.out.println("the index of " + Shown.text(done.getKey().directory(), MAX_MESSAGE)
                        + " was not refreshed: " + Shown.text(String.valueOf(e.getMessage()), MAX_MESSAGE));
            }
        }
    }

    private static Report failed(String sentence, long began) {
        return report(Report.Outcome.FAILED, Optional.of(sentence), new Fields.Builder().build(), began);
    }

    private static Report report(Report.Outcome outcome, Optional<String> message, Fields details, long began) {
        var builder = new Fields.Builder();
        details.values().forEach((key, value) -> {
            if (!key.equals(MESSAGE)) {
                builder.with(key, value);
            }
        });
        builder.with(
                "took-ms",
                Long.toString(Duration.ofNanos(System.nanoTime() - began).toMillis()));
        return new Report(outcome, message.map(text -> Shown.text(text, MAX_MESSAGE)), builder.build());
    }
}
