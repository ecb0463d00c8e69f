package dev.headwater.keeper.orders;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import dev.headwater.control.Fields;
import dev.headwater.control.Order;
import dev.headwater.control.Report;
import dev.headwater.keeper.report.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Does one order after the other, for as long as the keeper lives. What is to be done is read from the files alone. */
public final class OrderLoop {
    /** A net below the watch: one listing of a directory of a few files. */
    private static final Duration RESCAN = Duration.ofSeconds(2);
    /** By then an order that keeps to its time has ended its commands and said so. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final OrderGatherer gatherer;
    private final OrderExecutor executor;
    private final Reports reports;
    private final Path terminationLog;
    private final Consumer<String> log;

    public OrderLoop(
            OrderGatherer gatherer,
            OrderExecutor executor,
            Reports reports,
            Path terminationLog,
            Consumer<String> log) {
        this.gatherer = gatherer;
        this.executor = executor;
        this.reports = reports;
        this.terminationLog = terminationLog;
        this.log = log;
    }

    /**
     * Returns only where an order hangs beyond its time (it has a report then): nothing can be done in this process any more.
     *
     * @throws InterruptedException when the keeper is ending
     */
    public void run() throws IOException, InterruptedException {
        var directory = gatherer.directory();
        try (var watch = directory.getFileSystem().newWatchService()) {
            directory.register(watch, ENTRY_CREATE, ENTRY_MODIFY);
            var isSound = true;
            while (isSound) {
                var next = gatherer.next();
                if (next.isPresent()) {
                    isSound = answer(next.get());
                } else {
                    await(watch);
                }
            }
        }
    }

    private static void await(WatchService watch) throws InterruptedException {
        var key = watch.poll(RESCAN.toMillis(), TimeUnit.MILLISECONDS);
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
    }

    /** Whether this process can go on. */
    private boolean answer(Pending pending) throws IOException, InterruptedException {
        tellKubelet(pending, failed("The keeper ended before it had sealed the volume."));
        var report = switch (pending) {
            case Pending.Malformed malformed -> Optional.of(failed(malformed.sentence()));
            case Pending.Valid valid -> execute(valid);
        };
        var answer = report.orElseGet(() -> failed("The order hung beyond its time; the keeper starts again."));
        tellKubelet(pending, answer);
        reports.write(pending.id(), answer);
        log.accept("order " + pending.id() + ": " + oneLine(answer));
        return report.isPresent();
    }

    /** Empty where the order hangs, in a system call that nobody can end. */
    private Optional<Report> execute(Pending.Valid valid) throws IOException, InterruptedException {
        var order = valid.order();
        var task = new FutureTask<>(() -> executor.execute(order, valid.token()));
        Thread.ofPlatform().name("order").daemon().start(task);
        try {
            return Optional.of(task.get(order.timeout().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException(e.getMessage());
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** The seal's report also survives the control volume, and the keeper: the pod's status carries it. */
    private void tellKubelet(Pending pending, Report report) {
        if (pending instanceof Pending.Valid(var id, Order.Seal seal, var token)) {
            try {
                Files.write(terminationLog, TerminationMessage.of(report));
            } catch (IOException e) {
                log.accept("order " + id + ": no termination message: " + e.getMessage());
            }
        }
    }

    private static String oneLine(Report report) {
        return String.join(
                " ",
                report.toFields().values().entrySet().stream()
                        .map(field -> field.getKey() + "=" + field.getValue())
                        .toList());
    }

    private static Report failed(String sentence) {
        return new Report(Report.Outcome.FAILED, Optional.of(sentence), new Fields.Builder().build());
    }
}
