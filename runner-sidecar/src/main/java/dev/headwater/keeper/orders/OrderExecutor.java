package dev.headwater.keeper.orders;

import dev.headwater.control.Fields;
import dev.headwater.control.Order;
import dev.headwater.control.Report;
import dev.headwater.keeper.checkout.CheckoutExecutor;
import dev.headwater.keeper.checkout.ClockGuard;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.report.Reports;
import dev.headwater.keeper.report.Shown;
import dev.headwater.keeper.seal.SealExecutor;
import dev.headwater.keeper.volume.Volume;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Does an order, and tells it as a report. */
public final class OrderExecutor {
    private static final int MAX_MESSAGE = 1000;

    private final CheckoutExecutor checkout;
    private final ClockGuard clockGuard;
    private final SealExecutor seal;
    private final Reports reports;

    public OrderExecutor(Volume volume, Reports reports, CommandRunner runner, InstantSource clock) {
        this.checkout = new CheckoutExecutor(volume, runner);
        this.clockGuard = new ClockGuard(volume, clock);
        this.seal = new SealExecutor(volume, runner, clock);
        this.reports = reports;
    }

    /**
     * @throws InterruptedException when the keeper is ending: the order has no report then, and is repeated
     */
    Report execute(Order order) throws InterruptedException {
        var began = System.nanoTime();
        try {
            var details = details(order, Deadline.in(order.timeout()));
            return report(Report.Outcome.DONE, Optional.empty(), details, began);
        } catch (OrderFailedException e) {
            return failed(e.sentence(), began);
        } catch (IOException e) {
            return failed("The volume or the keeper's machine does not play along: " + e.getMessage(), began);
        } catch (RuntimeException e) {
            return failed("The keeper has a fault, please report it: " + e, began);
        }
    }

    private Fields details(Order order, Deadline deadline)
            throws IOException, InterruptedException, OrderFailedException {
        return switch (order) {
            case Order.Checkout checkoutOrder -> {
                clockGuard.settle();
                yield checkout.execute(checkoutOrder, deadline);
            }
            case Order.Seal sealOrder -> seal.execute(sealOrder, reports.head(), deadline);
        };
    }

    private static Report failed(String sentence, long began) {
        return report(Report.Outcome.FAILED, Optional.of(sentence), new Fields.Builder().build(), began);
    }

    private static Report report(Report.Outcome outcome, Optional<String> message, Fields details, long began) {
        var builder = new Fields.Builder();
        details.values().forEach(builder::with);
        builder.with(
                "took-ms",
                Long.toString(Duration.ofNanos(System.nanoTime() - began).toMillis()));
        return new Report(outcome, message.map(text -> Shown.text(text, MAX_MESSAGE)), builder.build());
    }
}
