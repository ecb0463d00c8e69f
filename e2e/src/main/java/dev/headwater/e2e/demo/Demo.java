package dev.headwater.e2e.demo;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.e2e.world.DesiredJobPod;
import dev.headwater.e2e.world.GitServer;
import dev.headwater.e2e.world.Installation;
import dev.headwater.e2e.world.JobLog;
import dev.headwater.e2e.world.JobPod;
import dev.headwater.e2e.world.Progress;
import dev.headwater.e2e.world.Runs;
import dev.headwater.e2e.world.WorkflowRun;
import dev.headwater.e2e.world.Workspace;
import dev.headwater.e2e.world.World;
import dev.headwater.e2e.world.WorldException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The demo's story, from an installed cluster to three finished jobs. */
final class Demo {
    /** What the jobs did, and what cargo says the third had to compile. */
    record Outcome(JobTimes cold, JobTimes warm, JobTimes changed, Set<String> affected) {
        List<JobTimes> jobs() {
            return List.of(cold, warm, changed);
        }
    }

    private static final Duration JOB = Duration.ofMinutes(10);
    private static final Duration AFTER_JOB = Duration.ofMinutes(2);
    private static final int TICK = 15;

    private final World world;
    private final Progress progress;

    /** Numbers the demo's workflow runs and names its version of the stream, so that each demo starts cold. */
    private final long number;

    /**
     * @param number larger than that of every earlier demo on this cluster
     */
    Demo(World world, Progress progress, long number) {
        this.world = world;
        this.progress = progress;
        this.number = number;
    }

    Outcome play() {
        var gitServer = CompletableFuture.supplyAsync(() -> GitServer.running(world));
        new Installation(world).ensure(progress);
        var stream = world.client()
                .resources(BuildSnapshotStream.class)
                .inNamespace(World.JOBS)
                .withName("shop-functions")
                .require()
                .getSpec();
        progress.say("git server");
        var git = gitServer.join();
        git.create(stream.repository());
        var workspace = Workspace.prepare(world.site(), progress);
        try {
            return play(stream.key(), git, stream.repository(), workspace);
        } finally {
            workspace.delete();
        }
    }

    private Outcome play(String key, GitServer git, String name, Workspace workspace) {
        var url = git.urlFromHere(name);
        workspace.repository().push(url);
        var first =
                WorkflowRun.push(git.serverUrl(), name, workspace.repository().head(), number);
        var cold = job("cold", key, first);
        var warm = job("warm", key, WorkflowRun.push(git.serverUrl(), name, first.sha(), number + 1));
        var sha = workspace.changeOneCrate();
        workspace.repository().push(url);
        progress.say("pushed a commit that changes one function of crate " + Workspace.CHANGED_CRATE);
        var changed = job("one crate changed", key, WorkflowRun.push(git.serverUrl(), name, sha, number + 2));
        return new Outcome(cold, warm, changed, workspace.crates().affectedBy(Workspace.CHANGED_CRATE));
    }

    private JobTimes job(String title, String key, WorkflowRun run) {
        progress.say("job '" + title + "' at commit " + run.sha().substring(0, 10));
        var environment = new LinkedHashMap<>(run.environment());
        environment.put("STREAM_KEY", key);
        environment.put("STREAM_VERSION", "demo-" + number);
        var pod = JobPod.create(world, DesiredJobPod.of(World.JOBS, "job-" + run.id(), script(), environment));
        if (!succeeded(title, pod)) {
            throw new WorldException("Job '%s' failed. The end of its log:%n%s".formatted(title, tail(pod.log())));
        }
        var log = JobLog.parse(pod.log());
        var finished = new Runs(world).completed(pod, AFTER_JOB);
        var times = JobTimes.of(title, log, finished);
        progress.say("job '%s': compiled %d units, found %d fresh, saved: %s"
                .formatted(title, log.compiled(), log.fresh(), times.saved()));
        return times;
    }

    private boolean succeeded(String title, JobPod pod) {
        try (var ticker = Executors.newSingleThreadScheduledExecutor()) {
            ticker.scheduleAtFixedRate(() -> tellProgress(title, pod), TICK, TICK, TimeUnit.SECONDS);
            var succeeded = pod.succeeded(JOB);
            ticker.shutdownNow();
            return succeeded;
        }
    }

    private void tellProgress(String title, JobPod pod) {
        try {
            var begun = pod.log()
                    .lines()
                    .filter(line -> line.startsWith("   Compiling "))
                    .count();
            progress.say("job '%s': cargo has begun %d crates".formatted(title, begun));
        } catch (KubernetesClientException e) {
            progress.say("job '%s': no log yet".formatted(title));
        }
    }

    private String script() {
        try {
            return Files.readString(world.site().demo("job.sh"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tail(String log) {
        var lines = log.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }
}
