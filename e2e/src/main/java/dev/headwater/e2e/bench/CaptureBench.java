package dev.headwater.e2e.bench;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.e2e.cluster.Cluster;
import dev.headwater.e2e.world.JobPod;
import dev.headwater.e2e.world.Progress;
import dev.headwater.e2e.world.WorkflowRun;
import dev.headwater.e2e.world.World;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** Forty jobs save at once, while the snapshot controllers run with the flags that everybody has. */
final class CaptureBench {
    private static final int JOBS = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String SHA = "0".repeat(40);
    private static final List<String> CONTROLLERS = List.of("snapshot-controller", "csi-snapshotter");

    /** What the test cluster gives them to be quick. */
    private static final Set<String> QUICK =
            Set.of("--kube-api-qps", "--kube-api-burst", "--retry-interval-start", "--retry-interval-max");

    private final World world;
    private final Progress progress;
    private final InstantSource clock;
    private final Cluster cluster;

    CaptureBench(World world, Progress progress, InstantSource clock, Cluster cluster) {
        this.world = world;
        this.progress = progress;
        this.clock = clock;
        this.cluster = cluster;
    }

    CaptureReport measure() {
        var number = clock.instant().getEpochSecond();
        var stream = new BenchStream("acme/capture", "capture-" + number, "/mnt/capture");
        apply(stream);
        progress.say("starting %s with their own defaults".formatted(String.join(" and ", CONTROLLERS)));
        CONTROLLERS.forEach(part -> cluster.restartWithout(part, QUICK));
        try {
            return measure(stream, number);
        } finally {
            CONTROLLERS.forEach(cluster::restart);
            world.client()
                    .resources(BuildSnapshotStream.class)
                    .inNamespace(World.JOBS)
                    .withName(stream.key())
                    .delete();
        }
    }

    private CaptureReport measure(BenchStream stream, long number) {
        progress.say("starting %d jobs".formatted(JOBS));
        var run = WorkflowRun.push("http://git.git.svc.cluster.local", stream.repository(), SHA, number);
        var jobs = IntStream.range(0, JOBS)
                .mapToObj(i -> SlotRestores.idle(world, stream.key() + "-" + i, run))
                .toList();
        jobs.forEach(job -> job.started(PATIENCE));
        var sightings = new Sightings(clock);
        try (var slots = new SlotRestores(world, clock, stream, stream.key(), sightings);
                var _ = new RunWatch(world, sightings)) {
            progress.say("giving each a volume");
            slots.restore(jobs, PATIENCE);
            progress.say("saving all");
            var saved = slots.save(jobs, PATIENCE);
            jobs.parallelStream().forEach(JobPod::delete);
            var samples = new ArrayList<CaptureReport.Sample>();
            saved.forEach(done -> samples.add(sample(done, sightings)));
            return new CaptureReport(samples);
        }
    }

    private static CaptureReport.Sample sample(BuildSnapshotRun run, Sightings sightings) {
        var name = run.getMetadata().getName();
        return CaptureReport.Sample.of(
                RunWatch.verdict(name, sightings), RunWatch.cut(name, sightings), RunWatch.ready(name, sightings));
    }

    private void apply(BenchStream stream) {
        try (var yaml = Objects.requireNonNull(CaptureBench.class.getResourceAsStream("capture.yaml"))) {
            var text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8).replace("NAME", stream.key());
            world.client()
                    .load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                    .items()
                    .forEach(world::apply);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
