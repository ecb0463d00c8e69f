package dev.headwater.e2e.chaos;

import dev.headwater.e2e.cluster.Cluster;
import dev.headwater.e2e.cluster.Node;
import dev.headwater.e2e.world.Pause;
import dev.headwater.e2e.world.Progress;
import dev.headwater.e2e.world.World;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** From an installed cluster to the judgement: jobs run, everybody is killed, and it is counted what is left. */
public final class Chaos {
    /** Each has a keeper with a Java program, and all share a small machine. */
    private static final int JOBS_AT_A_TIME = 6;

    /** A sweep of the operator finds what a killed plugin left. */
    private static final Duration QUIET_WITHIN = Duration.ofMinutes(5);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final World world;
    private final Progress progress;
    private final InstantSource clock;

    public Chaos(World world, Progress progress, InstantSource clock) {
        this.world = world;
        this.progress = progress;
        this.clock = clock;
    }

    /** @param seed of all that is decided beforehand */
    public ChaosOutcome play(long seed, int jobs, int kills) {
        var cluster = Cluster.running();
        var nodes = nodes(cluster);
        var plan = ChaosPlan.of(seed, jobs, kills, nodes.size());
        var began = clock.instant();
        var streams = Resource.text("streams.yaml").getBytes(StandardCharsets.UTF_8);
        world.client().load(new ByteArrayInputStream(streams)).items().forEach(world::apply);
        var residue = Residue.from(world);
        var runner = new JobRunner(world, plan, began.getEpochSecond());
        var spree = KillingSpree.begin(plan, new Killer(world, cluster), progress);
        List<JobRunner.Ended> ended;
        int killed;
        try {
            ended = jobs(plan, runner, spree);
        } finally {
            killed = spree.end();
        }
        nodes.removeAll(nodes(cluster));
        var aftermath = aftermath(plan, killed, nodes, new AftermathGatherer(world, runner), ended, residue);
        return ChaosOutcome.of(aftermath, Duration.between(began, clock.instant()));
    }

    private static Set<String> nodes(Cluster cluster) {
        return cluster.nodes().stream().map(Node::name).collect(Collectors.toCollection(HashSet::new));
    }

    private List<JobRunner.Ended> jobs(ChaosPlan plan, JobRunner runner, KillingSpree spree) {
        var places = new Semaphore(JOBS_AT_A_TIME);
        var running = new ArrayList<CompletableFuture<JobRunner.Ended>>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var job : plan.jobs()) {
                spree.awaitKills(plan.killsBefore(job));
                places.acquireUninterruptibly();
                spree.jobStarted();
                running.add(CompletableFuture.supplyAsync(() -> run(runner, job, places), executor));
            }
            return running.stream().map(CompletableFuture::join).toList();
        }
    }

    private JobRunner.Ended run(JobRunner runner, PlannedJob job, Semaphore places) {
        try {
            var ended = runner.run(job);
            progress.say("%s has ended".formatted(job));
            return ended;
        } finally {
            places.release();
        }
    }

    private Aftermath aftermath(
            ChaosPlan plan,
            int kills,
            Set<String> lostNodes,
            AftermathGatherer gatherer,
            List<JobRunner.Ended> ended,
            Residue residue) {
        progress.say("waiting until nothing happens any more");
        awaitQuiet(residue);
        progress.say("restoring every snapshot");
        var snapshots = gatherer.snapshots();
        progress.say("%d snapshots; looking for what is left over".formatted(snapshots.size()));
        var leftovers = awaitQuiet(residue);
        return new Aftermath(plan, kills, lostNodes, gatherer.jobs(ended), snapshots, gatherer.heads(), leftovers);
    }

    /** What is still left when it was waited long enough. */
    private List<String> awaitQuiet(Residue residue) {
        var deadline = clock.instant().plus(QUIET_WITHIN);
        var found = residue.found();
        while (!found.isEmpty() && clock.instant().isBefore(deadline)) {
            Pause.of(LOOK_AGAIN);
            found = residue.found();
        }
        return found;
    }
}
