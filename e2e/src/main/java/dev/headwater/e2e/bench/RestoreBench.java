package dev.headwater.e2e.bench;

import dev.headwater.e2e.world.HostMounts;
import dev.headwater.e2e.world.JobPod;
import dev.headwater.e2e.world.Progress;
import dev.headwater.e2e.world.Runs;
import dev.headwater.e2e.world.Steps;
import dev.headwater.e2e.world.WorkflowRun;
import dev.headwater.e2e.world.World;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A restore into a running job, against the plainest thing that anybody could do with the same snapshot: a pod with a claim made of it.
 * Both in turns on the same cluster, one at a time and in bursts.
 */
final class RestoreBench {
    private static final int PAIRS = 40;
    private static final int BURSTS = 4;
    private static final int JOBS = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String SHA = "0".repeat(40);

    private final World world;
    private final Progress progress;
    private final InstantSource clock;
    private final BenchStream stream;
    private final Vault vault;

    RestoreBench(World world, Progress progress, InstantSource clock, BenchStream stream) {
        this.world = world;
        this.progress = progress;
        this.clock = clock;
        this.stream = stream;
        this.vault = new Vault(world);
    }

    RestoreReport measure() {
        var number = clock.instant().getEpochSecond();
        var version = "restore-" + number;
        var snapshot = save(number, version);
        var sightings = new Sightings(clock);
        try (var _ = new VaultWatch(world, sightings);
                var _ = new MountWatch(new HostMounts(world.site()), sightings);
                var asker = new SlotRestores(world, clock, stream, version, sightings)) {
            var plain = new PlainRestores(world, clock, snapshot, sightings);
            var single = singles(asker, plain, number);
            var burst = bursts(asker, plain, number);
            return new RestoreReport(single, burst);
        }
    }

    private String save(long number, String version) {
        progress.say("saving a snapshot to restore");
        var pod = JobPod.idle(world, "restore-source", run(number)).started(PATIENCE);
        var steps = new Steps(pod.shell(), stream.path());
        steps.jobStarted();
        steps.restore(stream.key(), version);
        steps.run("echo state > " + stream.path() + "/state");
        steps.save();
        var saved = new Runs(world).completed(pod, PATIENCE);
        pod.delete();
        vault.awaitEmpty(PATIENCE);
        return Objects.requireNonNull(
                Objects.requireNonNull(saved.getStatus().save()).snapshot());
    }

    private WorkflowRun run(long number) {
        return WorkflowRun.push("http://git.git.svc.cluster.local", stream.repository(), SHA, number);
    }

    /** The order changes with each pair, so that neither side always comes second. */
    private RestoreReport.Sides singles(SlotRestores asker, PlainRestores plain, long number) {
        var slot = new ArrayList<RestoreSample>();
        var own = new ArrayList<RestoreSample>();
        var job =
                List.of(SlotRestores.idle(world, "restore-single", run(number)).started(PATIENCE));
        for (var pair = 1; pair <= PAIRS; pair++) {
            if (pair % 2 == 0) {
                own.addAll(plain(plain, 1));
                slot.addAll(slots(asker, job));
            } else {
                slot.addAll(slots(asker, job));
                own.addAll(plain(plain, 1));
            }
            progress.say("pair %d of %d: into the slot %.2f s, plain pod %.2f s"
                    .formatted(
                            pair, PAIRS, slot.getLast().seconds(), own.getLast().seconds()));
        }
        job.forEach(JobPod::delete);
        return new RestoreReport.Sides(slot, own);
    }

    private RestoreReport.Sides bursts(SlotRestores asker, PlainRestores plain, long number) {
        progress.say("starting %d jobs".formatted(JOBS));
        var jobs = IntStream.range(0, JOBS)
                .mapToObj(i -> SlotRestores.idle(world, "restore-burst-" + i, run(number)))
                .toList();
        jobs.forEach(job -> job.started(PATIENCE));
        var slot = new ArrayList<RestoreSample>();
        var own = new ArrayList<RestoreSample>();
        for (var burst = 1; burst <= BURSTS; burst++) {
            var before = clock.instant();
            slot.addAll(slots(asker, jobs));
            own.addAll(plain(plain, JOBS));
            progress.say("burst %d of %d took %d s"
                    .formatted(
                            burst,
                            BURSTS,
                            Duration.between(before, clock.instant()).toSeconds()));
        }
        jobs.parallelStream().forEach(JobPod::delete);
        return new RestoreReport.Sides(slot, own);
    }

    private List<RestoreSample> slots(SlotRestores asker, List<JobPod> jobs) {
        var samples = asker.restore(jobs, PATIENCE);
        asker.skip(jobs, PATIENCE);
        vault.awaitEmpty(PATIENCE);
        return samples;
    }

    private List<RestoreSample> plain(PlainRestores plain, int pods) {
        var samples = plain.restore(pods, PATIENCE);
        plain.delete();
        vault.awaitEmpty(PATIENCE);
        return samples;
    }
}
