package dev.headwater.e2e.bench;

import dev.headwater.e2e.world.DesiredJobPod;
import dev.headwater.e2e.world.HostMounts;
import dev.headwater.e2e.world.JobPod;
import dev.headwater.e2e.world.Program;
import dev.headwater.e2e.world.Runs;
import dev.headwater.e2e.world.Steps;
import dev.headwater.e2e.world.WorkflowRun;
import dev.headwater.e2e.world.World;
import dev.headwater.e2e.world.WorldException;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.nio.file.Path;
import java.time.Duration;

/** The built workspace, as a snapshot and as a folder of the machine's own disk, and pods that build in either. */
final class BuiltTrees {
    /** Pods with a folder of the node are not for the jobs' namespace. */
    private static final String PRIVILEGED = "bench";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration COLD_BUILD = Duration.ofMinutes(10);

    /** Prints the milliseconds of a build that must find everything fresh. */
    private static final String TIMED_BUILD = """
            export CARGO_HOME=%1$s/cargo-home && cd %1$s/workspace && begin=$(date +%%s%%3N) \
            && cargo build --release --offline --locked --message-format json-render-diagnostics > /tmp/units 2> /tmp/errors \
            && end=$(date +%%s%%3N) && ! grep -q '"fresh":false' /tmp/units && echo $((end - begin))""";

    private final World world;
    private final BenchStream stream;
    private final String serverUrl;
    private final String sha;
    private final long number;

    BuiltTrees(World world, BenchStream stream, String serverUrl, String sha, long number) {
        this.world = world;
        this.stream = stream;
        this.serverUrl = serverUrl;
        this.sha = sha;
        this.number = number;
    }

    /** Below the cluster's folder, so that it goes with the cluster if this program is killed. */
    Path ownDisk() {
        return world.site().kubeletRoot().resolve("../../bench-tree").normalize();
    }

    void buildAndSave() {
        var pod = restored(0);
        var steps = steps(pod);
        steps.checkout("workspace");
        var build = "export CARGO_HOME=%1$s/cargo-home && cd %1$s/workspace && cargo build --release --offline --locked"
                .formatted(stream.path());
        var built = pod.shell().run(build, COLD_BUILD);
        if (built.exitCode() != 0) {
            throw new WorldException("The cold build failed: " + built.output());
        }
        steps.save();
        new Runs(world).completed(pod, PATIENCE);
        pod.delete();
    }

    void copyToOwnDisk() {
        var pod = restored(0);
        var mounted = new HostMounts(world.site())
                .volume(pod.uid(), DesiredJobPod.SLOT)
                .resolve(stream.volumeName());
        deleteOwnDisk();
        Program.of("cp", "--archive", mounted.toString(), ownDisk().toString()).output();
        leave(pod);
    }

    void deleteOwnDisk() {
        Program.of(
                        "rm",
                        "--recursive",
                        "--force",
                        "--one-file-system",
                        ownDisk().toString())
                .output();
    }

    /** Seconds of a build on a volume restored for this build alone. */
    double secondsRestored(int pair) {
        var pod = restored(pair);
        var seconds = seconds(steps(pod));
        leave(pod);
        return seconds;
    }

    /** Seconds of a build in a pod of its own on the machine's own disk. */
    double secondsOwnDisk(int pair) {
        var namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withName(PRIVILEGED)
                .addToLabels("pod-security.kubernetes.io/enforce", "privileged")
                .endMetadata()
                .build();
        world.apply(namespace);
        var pod = JobPod.create(world, ownDiskPod(pair)).started(PATIENCE);
        var seconds = seconds(steps(pod));
        pod.delete();
        return seconds;
    }

    private double seconds(Steps steps) {
        PageCache.drop();
        return Long.parseLong(steps.run(TIMED_BUILD.formatted(stream.path()))) / 1000.0;
    }

    private JobPod restored(int pair) {
        var pod = JobPod.idle(world, name("restored", pair), run()).started(PATIENCE);
        var steps = steps(pod);
        steps.jobStarted();
        steps.restore(stream.key(), "cargo-" + number);
        return pod;
    }

    private void leave(JobPod pod) {
        steps(pod).skip();
        new Runs(world).completed(pod, PATIENCE);
        pod.delete();
    }

    /** Equal to a job's pod, but for the folder in the place of the slot. */
    private Pod ownDiskPod(int pair) {
        var pod = DesiredJobPod.of(PRIVILEGED, name("own-disk", pair), JobPod.IDLE, run().environment());
        // @formatter:off
        return new PodBuilder(pod)
                .editSpec()
                .withVolumes()
                .addNewVolume()
                .withName(DesiredJobPod.SLOT)
                .withNewHostPath()
                .withPath(ownDisk().toString())
                .withType("Directory")
                .endHostPath()
                .endVolume()
                .editFirstContainer()
                .editFirstVolumeMount()
                .withMountPath(stream.path())
                .withMountPropagation(null)
                .endVolumeMount()
                .endContainer()
                .endSpec()
                .build();
        // @formatter:on
    }

    private String name(String kind, int pair) {
        return "cargo-%s-%d-%d".formatted(kind, number, pair);
    }

    private WorkflowRun run() {
        return WorkflowRun.push(serverUrl, stream.repository(), sha, number);
    }

    private Steps steps(JobPod pod) {
        return new Steps(pod.shell(), stream.path());
    }
}
