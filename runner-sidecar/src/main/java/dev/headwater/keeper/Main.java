package dev.headwater.keeper;

import dev.headwater.control.Layout;
import dev.headwater.keeper.orders.OrderExecutor;
import dev.headwater.keeper.orders.OrderGatherer;
import dev.headwater.keeper.orders.OrderLoop;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.report.Reports;
import dev.headwater.keeper.report.Shown;
import dev.headwater.keeper.volume.Volume;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The keeper's program: does orders until it is told to end. */
public final class Main {
    private static final int MAX_LOG_LINE = 2000;
    private static final Duration TO_STOP_WATCHING = Duration.ofMillis(200);

    public static void main(String[] arguments) {
        try {
            keep(Settings.parse(List.of(arguments)));
        } catch (Settings.UsageException e) {
            log(Settings.USAGE);
            Runtime.getRuntime().halt(2);
        } catch (IOException e) {
            log("The control volume cannot be used: " + e);
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            // The shutdown hook ended what ran: the process is on its way out.
        }
    }

    private static void keep(Settings settings) throws IOException, InterruptedException {
        var runner = new CommandRunner();
        var main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(runner, main)));
        var reports = new Reports(settings.control().resolve(Layout.IN));
        var orders = new OrderGatherer(settings.control().resolve(Layout.ORDERS), reports);
        var executor = new OrderExecutor(
                new Volume(settings.volume()),
                orders,
                runner,
                settings.gitServers(),
                settings.savePaths(),
                settings.hygiene(),
                InstantSource.system());
        new OrderLoop(orders, executor, reports, settings.terminationLog(), Main::log).run();
        // An order hangs in the kernel. Exit hooks would wait for it; a new process can do the orders that follow.
        Runtime.getRuntime().halt(1);
    }

    /** Also ends the watch for orders: the JVM waits 300 ms for threads that it finds in a system call. */
    private static void end(CommandRunner runner, Thread main) {
        runner.endAll();
        main.interrupt();
        try {
            main.join(TO_STOP_WATCHING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void log(String line) {
        System.out.println(Shown.text(line, MAX_LOG_LINE));
    }

    private Main() {}
}
