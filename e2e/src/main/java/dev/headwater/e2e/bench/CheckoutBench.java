package dev.headwater.e2e.bench;

import dev.headwater.e2e.figures.Distribution;
import dev.headwater.e2e.figures.Figure;
import dev.headwater.e2e.figures.Goal;
import dev.headwater.e2e.world.GitServer;
import dev.headwater.e2e.world.JobPod;
import dev.headwater.e2e.world.Progress;
import dev.headwater.e2e.world.Runs;
import dev.headwater.e2e.world.Steps;
import dev.headwater.e2e.world.WorkflowRun;
import dev.headwater.e2e.world.World;
import dev.headwater.e2e.world.WorldException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Checkouts of a tree of 50,000 files on one attached volume of the cluster: ours through plugin and keeper, the others by git in the job's
 * own container. Each way has a working tree of its own, and each round has every way in it, in changing order.
 */
final class CheckoutBench {
    private static final int ROUNDS = 9;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final List<CheckoutWay> MOVERS = List.of(CheckoutWay.OURS, CheckoutWay.SNIPPET, CheckoutWay.ACTION);
    private static final Goal NOOP_RATIO = Goal.atMost(1.5);
    private static final Goal NOOP_GAIN = Goal.atLeast(3);
    private static final Goal NO_FETCHES = Goal.atMost(0);

    private final World world;
    private final Progress progress;
    private final InstantSource clock;
    private final BenchStream stream;

    private int fetches;
    private int noopFetches;

    CheckoutBench(World world, Progress progress, InstantSource clock, BenchStream stream) {
        this.world = world;
        this.progress = progress;
        this.clock = clock;
        this.stream = stream;
    }

    List<Figure> measure() {
        var git = GitServer.running(world);
        var number = clock.instant().getEpochSecond();
        var repository = "bench/tree-" + number;
        git.create(repository);
        var commits = push(git.urlFromHere(repository));
        var run = WorkflowRun.push(git.serverUrl(), repository, commits.getFirst(), number);
        var pod = JobPod.idle(world, "checkout-" + number, run.of(stream.repository()))
                .started(PATIENCE);
        try {
            var steps = new Steps(pod.shell(), stream.path());
            steps.jobStarted();
            steps.restore(stream.key(), "checkout-" + number);
            var figures = measure(pod, git.serverUrl(), repository, commits);
            steps.skip();
            new Runs(world).completed(pod, PATIENCE);
            return figures;
        } finally {
            pod.delete();
        }
    }

    private List<String> push(String url) {
        progress.say("making a tree of %,d files with %d commits".formatted(CheckoutTree.FILES, ROUNDS + 1));
        try {
            var tree = new CheckoutTree(Files.createTempDirectory("headwater-tree-"));
            try {
                return tree.push(url, ROUNDS + 1);
            } finally {
                tree.delete();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Figure> measure(JobPod pod, String server, String repository, List<String> commits) {
        progress.say("checking out the first commit in each way");
        MOVERS.forEach(way -> seconds(pod, way, server, repository, commits.getFirst()));
        var noop = new EnumMap<CheckoutWay, List<Double>>(CheckoutWay.class);
        var move = new EnumMap<CheckoutWay, List<Double>>(CheckoutWay.class);
        for (var round = 1; round <= ROUNDS; round++) {
            var commit = commits.get(round);
            round(MOVERS, round, move, way -> seconds(pod, way, server, repository, commit));
            // The first look after a move reads files as young as their index, in every way.
            round(
                    List.of(CheckoutWay.REFRESH),
                    round,
                    new EnumMap<>(CheckoutWay.class),
                    way -> seconds(pod, way, server, repository, commit));
            var before = fetches;
            round(
                    Arrays.asList(CheckoutWay.values()),
                    round,
                    noop,
                    way -> seconds(pod, way, server, repository, commit));
            noopFetches += fetches - before;
            progress.say("round %d of %d: nothing to do %.3f s, one commit %.3f s (medians so far)"
                    .formatted(round, ROUNDS, median(noop, CheckoutWay.OURS), median(move, CheckoutWay.OURS)));
        }
        return figures(noop, move);
    }

    private interface Measurement {
        double seconds(CheckoutWay way);
    }

    private static void round(
            List<CheckoutWay> ways, int round, Map<CheckoutWay, List<Double>> results, Measurement measurement) {
        var order = new ArrayList<>(ways);
        Collections.rotate(order, round);
        for (var way : order) {
            results.computeIfAbsent(way, _ -> new ArrayList<>()).add(measurement.seconds(way));
        }
    }

    private double seconds(JobPod pod, CheckoutWay way, String server, String repository, String sha) {
        var done = pod.shell().run(way.script(stream.path(), server, repository, sha), LIMIT);
        if (done.exitCode() != 0) {
            throw new WorldException("The checkout %s failed: %s".formatted(way, done.output()));
        }
        if (done.output().contains("checkout-fetched=true")) {
            fetches++;
        }
        var lines = done.output().lines().toList();
        return Long.parseLong(lines.getLast()) / 1_000_000.0;
    }

    private List<Figure> figures(Map<CheckoutWay, List<Double>> noop, Map<CheckoutWay, List<Double>> move) {
        return List.of(
                seconds("checkout.noop", noop, CheckoutWay.OURS),
                seconds("checkout.noop_refresh_alone", noop, CheckoutWay.REFRESH),
                seconds("checkout.noop_snippet", noop, CheckoutWay.SNIPPET),
                seconds("checkout.noop_action", noop, CheckoutWay.ACTION),
                ratio("checkout.noop_ratio", noop, CheckoutWay.OURS, CheckoutWay.REFRESH, NOOP_RATIO),
                ratio("checkout.noop_gain", noop, CheckoutWay.ACTION, CheckoutWay.OURS, NOOP_GAIN),
                Figure.of("checkout.noop_fetches", "fetches", noopFetches, NO_FETCHES),
                seconds("checkout.move", move, CheckoutWay.OURS),
                seconds("checkout.move_snippet", move, CheckoutWay.SNIPPET),
                seconds("checkout.move_action", move, CheckoutWay.ACTION));
    }

    private static Figure seconds(String name, Map<CheckoutWay, List<Double>> results, CheckoutWay way) {
        return Figure.of(name, "s", median(results, way), Goal.reported());
    }

    private static Figure ratio(
            String name, Map<CheckoutWay, List<Double>> results, CheckoutWay over, CheckoutWay under, Goal goal) {
        return Figure.of(name, "ratio", median(results, over) / median(results, under), goal);
    }

    private static double median(Map<CheckoutWay, List<Double>> results, CheckoutWay way) {
        return new Distribution(results.getOrDefault(way, List.of())).median();
    }
}
