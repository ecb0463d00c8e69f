package dev.headwater.e2e.bench;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.e2e.bench.AttachSample.Milestone;
import dev.headwater.e2e.world.DesiredJobPod;
import dev.headwater.e2e.world.HostMounts;
import dev.headwater.e2e.world.HostProcesses;
import dev.headwater.e2e.world.JobPod;
import dev.headwater.e2e.world.Progress;
import dev.headwater.e2e.world.Runs;
import dev.headwater.e2e.world.Steps;
import dev.headwater.e2e.world.WorkflowRun;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** Restores one small snapshot again and again, each time in a new job pod. */
final class AttachBench {
    private static final int RESTORES = 20;
    private static final String SHA = "0".repeat(40);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final World world;
    private final Progress progress;
    private final InstantSource clock;
    private final BenchStream stream;

    AttachBench(World world, Progress progress, InstantSource clock, BenchStream stream) {
        this.world = world;
        this.progress = progress;
        this.clock = clock;
        this.stream = stream;
    }

    AttachReport measure() {
        var number = clock.instant().getEpochSecond();
        var version = "attach-" + number;
        save(number, version);
        var samples = new ArrayList<AttachSample>();
        var sightings = new Sightings(clock);
        try (var _ = new VaultWatch(world, sightings);
                var _ = new MountWatch(new HostMounts(world.site()), sightings)) {
            for (var i = 1; i <= RESTORES; i++) {
                samples.add(restore(number + i, version, sightings));
                progress.say("restore %d of %d: %.2f s"
                        .formatted(i, RESTORES, samples.getLast().attached()));
            }
        }
        return new AttachReport(samples, resident("node-plugin"), resident("operator"));
    }

    private void save(long number, String version) {
        progress.say("saving a snapshot to restore");
        var pod = start(number);
        var steps = new Steps(pod.shell(), stream.path());
        steps.jobStarted();
        steps.restore(stream.key(), version);
        steps.run("echo state > " + stream.path() + "/state");
        steps.save();
        new Runs(world).completed(pod, PATIENCE);
        pod.delete();
    }

    private AttachSample restore(long number, String version, Sightings sightings) {
        var pod = start(number);
        var steps = new Steps(pod.shell(), stream.path());
        steps.jobStarted();
        steps.restore(stream.key(), version);
        steps.run("test -f " + stream.path() + "/state");
        var run = new Runs(world).await(new Runs(world).latestOf(pod), "attached", PATIENCE, AttachBench::isAttached);
        var sample = sample(run, pod, sightings);
        steps.skip();
        new Runs(world).completed(pod, PATIENCE);
        pod.delete();
        return sample;
    }

    private JobPod start(long number) {
        var run = WorkflowRun.push("http://git.git.svc.cluster.local", stream.repository(), SHA, number);
        return JobPod.idle(world, "attach-" + number, run).started(PATIENCE);
    }

    private AttachSample sample(BuildSnapshotRun run, JobPod pod, Sightings sightings) {
        var name = run.getMetadata().getName();
        var status = Objects.requireNonNull(run.getStatus());
        var volume = Objects.requireNonNull(status.volume());
        var mounts = new HostMounts(world.site());
        var keeper = mounts.volume(
                Objects.requireNonNull(volume.keeperUid()), Objects.requireNonNull(volume.persistentVolume()));
        var slot = mounts.volume(pod.uid(), DesiredJobPod.SLOT).resolve(stream.volumeName());
        var attachedAt = Instant.parse(
                Objects.requireNonNull(Objects.requireNonNull(status.slot()).attachedAt()));
        return new AttachSample.Builder(Instant.parse(run.getSpec().request().at()))
                .reached(
                        Milestone.DECIDED,
                        Optional.ofNullable(status.restore()).map(restore -> Instant.parse(restore.at())))
                .reached(Milestone.KEEPER_CREATED, sightings.of(name + " keeper created"))
                .reached(Milestone.KEEPER_SCHEDULED, sightings.of(name + " keeper scheduled"))
                .reached(Milestone.CLAIM_BOUND, sightings.of(name + " claim bound"))
                .reached(Milestone.KEEPER_MOUNTED, sightings.of(keeper.toString()))
                .reached(Milestone.KEEPER_RUNNING, keeperRunning(name))
                .reached(Milestone.BOUND, sightings.of(slot.toString()))
                .reached(Milestone.ANSWERED, Optional.of(attachedAt))
                .build(attachedAt);
    }

    /** The start of the first process of the container that came last; the pod's status would be up to a second late. */
    private Optional<Instant> keeperRunning(String name) {
        var keeper = world.client()
                .pods()
                .inNamespace(World.VAULT)
                .withName(name)
                .waitUntilCondition(AttachBench::allRunning, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return containerIds(keeper).stream()
                .flatMap(id -> HostProcesses.ofContainer(id).stream().limit(1))
                .map(HostProcesses.Seen::started)
                .max(Comparator.naturalOrder());
    }

    /** Memory of the program whose pods carry this component label. */
    private OptionalDouble resident(String component) {
        return world
                .client()
                .pods()
                .inNamespace(World.RELEASE)
                .withLabel("app.kubernetes.io/component", component)
                .list()
                .getItems()
                .stream()
                .flatMap(pod -> containerIds(pod).stream())
                .flatMap(id -> HostProcesses.ofContainer(id).stream())
                .mapToDouble(HostProcesses.Seen::residentMiB)
                .max();
    }

    private static boolean allRunning(Pod pod) {
        return pod != null
                && !pod.getStatus().getContainerStatuses().isEmpty()
                && pod.getStatus().getContainerStatuses().stream()
                        .allMatch(status -> status.getState().getRunning() != null);
    }

    private static List<String> containerIds(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .map(ContainerStatus::getContainerID)
                .toList();
    }

    private static boolean isAttached(BuildSnapshotRun run) {
        return run.getStatus() != null
                && run.getStatus().slot() != null
                && run.getStatus().slot().attachedAt() != null
                && run.getStatus().volume() != null;
    }
}
