package dev.headwater.e2e.chaos;

import dev.headwater.e2e.figures.FigureReport;
import dev.headwater.e2e.figures.Machine;
import dev.headwater.e2e.world.ExitCode;
import dev.headwater.e2e.world.Installation;
import dev.headwater.e2e.world.Progress;
import dev.headwater.e2e.world.Versions;
import dev.headwater.e2e.world.World;
import java.time.InstantSource;
import java.util.List;

/** {@code ./dev chaos [--jobs N] [--kills N] [--seed N] [--json FILE]} on the cluster that is up. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var clock = InstantSource.system();
        System.exit(ExitCode.of(() -> run(Invocation.from(List.of(arguments), clock.millis()), clock)));
    }

    private static boolean run(Invocation invocation, InstantSource clock) {
        System.out.println(invocation.command());
        try (var world = World.connect()) {
            var progress = new Progress(System.out, clock);
            new Installation(world).ensure(progress);
            var outcome =
                    new Chaos(world, progress, clock).play(invocation.seed(), invocation.jobs(), invocation.kills());
            var report = new FigureReport(Machine.gather(), Versions.of(world), outcome.figures());
            System.out.println("\n" + report.lines());
            invocation.json().ifPresent(report::write);
            outcome.findings().forEach(System.err::println);
            if (!outcome.findings().isEmpty()) {
                System.err.println("The same jobs and kills once more: " + invocation.command());
            }
            return report.allMet();
        }
    }
}
