package dev.headwater.e2e.bench;

import dev.headwater.e2e.cluster.Cluster;
import dev.headwater.e2e.figures.Figure;
import dev.headwater.e2e.figures.FigureReport;
import dev.headwater.e2e.figures.Machine;
import dev.headwater.e2e.world.ExitCode;
import dev.headwater.e2e.world.Installation;
import dev.headwater.e2e.world.Progress;
import dev.headwater.e2e.world.Versions;
import dev.headwater.e2e.world.World;
import dev.headwater.e2e.world.WorldException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ./dev bench NAME [--json FILE]}: {@code decide} by itself, the others on the cluster that is up. */
public final class Main {
    private static final String USAGE =
            "Usage: ./dev bench actions|attach|capture|cargo|checkout|restore|decide [--json FILE]";

    private Main() {}

    public static void main(String[] arguments) {
        var words = List.of(arguments);
        System.exit(ExitCode.of(() -> run(words.getFirst(), json(words))));
    }

    private static boolean run(String bench, Optional<Path> json) {
        var clock = InstantSource.system();
        var progress = new Progress(System.out, clock);
        if (bench.equals("decide")) {
            return told(Versions.ofProgram(), new DecideBench(progress).measure(), json);
        }
        try (var world = World.connect()) {
            new Installation(world).ensure(progress);
            return told(Versions.of(world), figures(bench, world, progress, clock), json);
        }
    }

    private static boolean told(Map<String, String> versions, List<Figure> figures, Optional<Path> json) {
        var report = new FigureReport(Machine.gather(), versions, figures);
        System.out.println("\n" + report.lines());
        json.ifPresent(report::write);
        return report.allMet();
    }

    private static List<Figure> figures(String bench, World world, Progress progress, InstantSource clock) {
        var stream = BenchStream.of(world);
        return switch (bench) {
            case "actions" ->
                new ActionsBench(world, progress, clock, stream).measure().figures();
            case "attach" -> {
                var report = new AttachBench(world, progress, clock, stream).measure();
                System.out.println("\n" + report.milestones());
                yield report.figures();
            }
            case "restore" -> {
                var report = new RestoreBench(world, progress, clock, stream).measure();
                System.out.println("\n" + report.milestones());
                yield report.figures();
            }
            case "capture" ->
                new CaptureBench(world, progress, clock, Cluster.running())
                        .measure()
                        .figures();
            case "cargo" -> new CargoBench(world, progress, clock, stream).measure();
            case "checkout" -> new CheckoutBench(world, progress, clock, stream).measure();
            default -> throw new WorldException(USAGE);
        };
    }

    private static Optional<Path> json(List<String> words) {
        return switch (words.size()) {
            case 1 -> Optional.empty();
            case 3 -> {
                if (!words.get(1).equals("--json")) {
                    throw new WorldException(USAGE);
                }
                yield Optional.of(Path.of(words.get(2)));
            }
            default -> throw new WorldException(USAGE);
        };
    }
}
