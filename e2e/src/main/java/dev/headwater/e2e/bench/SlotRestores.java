package dev.headwater.e2e.bench;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.e2e.world.DesiredJobPod;
import dev.headwater.e2e.world.HostMounts;
import dev.headwater.e2e.world.JobPod;
import dev.headwater.e2e.world.Runs;
import dev.headwater.e2e.world.WorkflowRun;
import dev.headwater.e2e.world.World;
import dev.headwater.e2e.world.WorldException;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Restores into the slots of running jobs. A request is a file; it is written as the job would write it, but from here, because starting a
 * shell in fifty pods at once would be measured too.
 */
final class SlotRestores implements AutoCloseable {
    private static final int USER = 1001;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final World world;
    private final InstantSource clock;
    private final BenchStream stream;
    private final String version;
    private final Sightings sightings;
    private final SharedIndexInformer<BuildSnapshotRun> runs;
    private int requests;

    SlotRestores(World world, InstantSource clock, BenchStream stream, String version, Sightings sightings) {
        this.world = world;
        this.clock = clock;
        this.stream = stream;
        this.version = version;
        this.sightings = sightings;
        // Asking again and again for all runs would cost more than the restores.
        this.runs = world.client()
                .resources(BuildSnapshotRun.class)
                .inNamespace(World.JOBS)
                .inform();
    }

    /** A job that waits, small enough that fifty of them fit on the machine. */
    static JobPod idle(World world, String name, WorkflowRun run) {
        var pod = DesiredJobPod.of(World.JOBS, name, JobPod.IDLE, run.environment());
        pod.getSpec()
                .getContainers()
                .getFirst()
                .getResources()
                .setRequests(Map.of("cpu", new Quantity("5m"), "memory", new Quantity("16Mi")));
        return JobPod.create(world, pod);
    }

    /** Asks for all jobs at once, and returns when each has its volume. */
    List<RestoreSample> restore(List<JobPod> jobs, Duration limit) {
        requests++;
        var asked = new HashMap<String, Instant>();
        for (var job : jobs) {
            asked.put(job.uid(), clock.instant());
            request(
                    job,
                    "op=restore",
                    "path=" + stream.path(),
                    "key=" + stream.key(),
                    "version=" + version,
                    "timeout=" + limit.toSeconds(),
                    "repository=" + stream.repository(),
                    "ref=refs/heads/main",
                    "sha=" + "0".repeat(40),
                    "run-id=1");
        }
        return await(jobs, limit, run -> !isOver(run) && isAnswered(run)).stream()
                .map(run -> sample(
                        run,
                        Objects.requireNonNull(asked.get(run.getSpec().pod().uid()))))
                .toList();
    }

    /** Takes all volumes away again. */
    void skip(List<JobPod> jobs, Duration limit) {
        requests++;
        jobs.forEach(job -> request(job, "op=skip", "path=" + stream.path(), "timeout=" + limit.toSeconds()));
        await(jobs, limit, run -> Runs.isTrue(run, ConditionType.Complete));
    }

    private void request(JobPod job, String... lines) {
        var in = new HostMounts(world.site())
                .volume(job.uid(), DesiredJobPod.SLOT)
                .resolve(".headwater/in");
        try {
            var file = Files.write(in.resolve("bench-" + requests + ".tmp"), List.of(lines));
            Files.setAttribute(file, "unix:uid", USER);
            Files.setAttribute(file, "unix:gid", USER);
            Files.move(file, in.resolve("bench-" + requests + ".request"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The latest run of each job, once all of them are so far. */
    private List<BuildSnapshotRun> await(List<JobPod> jobs, Duration limit, Predicate<BuildSnapshotRun> condition) {
        var deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            var latest = latest();
            if (jobs.stream()
                    .map(job -> Optional.ofNullable(latest.get(job.uid())))
                    .allMatch(run -> run.filter(condition).isPresent())) {
                return jobs.stream().map(job -> latest.get(job.uid())).toList();
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        throw new WorldException("The restores did not end in time; kubectl -n ci get bsr says how far they came.");
    }

    private Map<String, BuildSnapshotRun> latest() {
        var latest = new HashMap<String, BuildSnapshotRun>();
        runs.getStore().list().stream()
                .filter(run -> run.getSpec().request().version().equals(version))
                .filter(run -> run.getSpec().pod().name().startsWith("restore-"))
                .sorted(Comparator.comparing(run -> run.getSpec().request().number()))
                .forEach(run -> latest.put(run.getSpec().pod().uid(), run));
        return latest;
    }

    /** A run of an earlier request. */
    private static boolean isOver(BuildSnapshotRun run) {
        return run.getSpec().released() != null;
    }

    private static boolean isAnswered(BuildSnapshotRun run) {
        var answer = Optional.ofNullable(run.getStatus()).map(RunStatus::slot).map(RunStatus.Slot::answer);
        if (answer.filter(given -> !given.outcome().equals("attached")).isPresent()) {
            throw new WorldException("A restore got no volume: " + answer.get().message());
        }
        return answer.isPresent() && run.getStatus().volume() != null;
    }

    @Override
    public void close() {
        runs.close();
    }

    private RestoreSample sample(BuildSnapshotRun run, Instant asked) {
        var name = run.getMetadata().getName();
        var status = Objects.requireNonNull(run.getStatus());
        var volume = Objects.requireNonNull(status.volume());
        var attachedAt = Instant.parse(
                Objects.requireNonNull(Objects.requireNonNull(status.slot()).attachedAt()));
        Path kept = new HostMounts(world.site())
                .volume(Objects.requireNonNull(volume.keeperUid()), Objects.requireNonNull(volume.persistentVolume()));
        return new RestoreSample.Builder(asked)
                .reached(
                        "node plugin read the request",
                        Optional.of(Instant.parse(run.getSpec().request().at())))
                .reached(
                        "operator decided what to restore",
                        Optional.ofNullable(status.restore()).map(restore -> Instant.parse(restore.at())))
                .reached("keeper pod created", sightings.of(name + " keeper created"))
                .reached("claim bound", sightings.of(name + " claim bound"))
                .reached("keeper scheduled", sightings.of(name + " keeper scheduled"))
                .reached("kubelet mounted the volume for the keeper", sightings.of(kept.toString()))
                .reached("volume in the job, result written", Optional.of(attachedAt))
                .build(attachedAt);
    }
}
