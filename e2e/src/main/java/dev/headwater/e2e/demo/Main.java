package dev.headwater.e2e.demo;

import static java.time.temporal.ChronoUnit.SECONDS;

import dev.headwater.e2e.figures.FigureReport;
import dev.headwater.e2e.figures.Machine;
import dev.headwater.e2e.world.ExitCode;
import dev.headwater.e2e.world.Progress;
import dev.headwater.e2e.world.Versions;
import dev.headwater.e2e.world.World;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** {@code ./dev demo [--json FILE]} on the cluster that is up. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var clock = InstantSource.system();
        System.exit(
                ExitCode.of(() -> run(Invocation.from(List.of(arguments), System.getenv(), clock.instant()), clock)));
    }

    private static boolean run(Invocation invocation, InstantSource clock) {
        try (var world = World.connect()) {
            System.out.println("Three runs of a workflow, two legs each (e2e/demo/workflow.yml)");
            var outcome = new Demo(
                            world,
                            new Progress(System.out, clock),
                            clock.instant().truncatedTo(SECONDS))
                    .play();
            System.out.println("\n" + StepTable.render(outcome.jobs()));
            System.out.println(world.kubectl("get", "bss,bsr", "--namespace", World.JOBS) + "\n");
            System.out.println(Hints.TEXT);
            var whole = Duration.between(invocation.started(), clock.instant());
            var report =
                    new FigureReport(Machine.gather(), Versions.of(world), DemoFigures.of(invocation, whole, outcome));
            System.out.println(report.lines());
            invocation.json().ifPresent(report::write);
            var complaints = DemoPolicy.complaints(outcome);
            complaints.forEach(System.err::println);
            return complaints.isEmpty();
        }
    }
}
