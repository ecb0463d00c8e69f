package dev.headwater.e2e.bench;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.e2e.arc.RunningScaleSet;
import dev.headwater.e2e.arc.ScaleSetValues;
import dev.headwater.e2e.world.DesiredJobPod;
import dev.headwater.e2e.world.GitServer;
import dev.headwater.e2e.world.HostMounts;
import dev.headwater.e2e.world.Progress;
import dev.headwater.e2e.world.Runs;
import dev.headwater.e2e.world.Workflow;
import dev.headwater.e2e.world.WorkflowLog;
import dev.headwater.e2e.world.WorkflowRun;
import dev.headwater.e2e.world.World;
import dev.headwater.e2e.world.WorldException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Objects;

/** Runs a workflow of nothing but the actions again and again, each time on a runner of its own that finds all as it was left. */
final class ActionsBench {
    private static final int JOBS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TAIL = 40;

    private final World world;
    private final Progress progress;
    private final InstantSource clock;
    private final BenchStream stream;

    ActionsBench(World world, Progress progress, InstantSource clock, BenchStream stream) {
        this.world = world;
        this.progress = progress;
        this.clock = clock;
        this.stream = stream;
    }

    ActionsReport measure() {
        var git = GitServer.running(world);
        git.create(stream.repository());
        var number = clock.instant().getEpochSecond();
        var values = ScaleSetValues.parse(read(world.site().demo("runners.yaml")));
        try (var runners = RunningScaleSet.start(world, values.render(World.JOBS, "bench-runners"))) {
            var first = WorkflowRun.push(git.serverUrl(), stream.repository(), commit(git), number);
            return measure(runners, first, workflow("actions-" + number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ActionsReport measure(RunningScaleSet runners, WorkflowRun first, Workflow workflow) throws IOException {
        progress.say("a first job saves what the others find");
        run(runners, first, workflow, "Save", "StartEmpty");
        var samples = new ArrayList<ActionsReport.Sample>();
        for (var job = 1; job <= JOBS; job++) {
            samples.add(run(runners, first.later(job), workflow, "Skip", "FromSnapshot"));
            progress.say("job %d of %d: %.2f s in action processes beside %.2f s of waiting"
                    .formatted(
                            job,
                            JOBS,
                            samples.getLast().own(),
                            samples.getLast().waited()));
        }
        return new ActionsReport(samples);
    }

    private ActionsReport.Sample run(
            RunningScaleSet runners, WorkflowRun job, Workflow workflow, String save, String restore)
            throws IOException {
        var runner = runners.take(job, PATIENCE);
        runner.announce(job);
        var slot = new HostMounts(world.site()).volume(runner.pod().uid(), DesiredJobPod.SLOT);
        try (var requests = new RequestWatch(slot)) {
            var output = new ByteArrayOutputStream();
            var exitCode = runner.shell().run(script(workflow, job), PATIENCE, output);
            var log = output.toString(StandardCharsets.UTF_8);
            if (exitCode != 0) {
                throw new WorldException(
                        "The job failed. The end of its log:%n%s".formatted(WorkflowLog.tail(log, TAIL)));
            }
            var sample = ActionsReport.Sample.of(log, requests.waited());
            runner.complete();
            require(new Runs(world).completed(runner.pod(), PATIENCE), save, restore);
            return sample;
        }
    }

    /** With the clock of the processes before it, and what that noted after it. */
    private static String script(Workflow workflow, WorkflowRun job) {
        return """
                cat > /tmp/action-clock.cjs <<'END_OF_CLOCK'
                %s
                END_OF_CLOCK
                (
                %s
                ) || exit
                cat /tmp/action-processes
                """.formatted(
                resource("action-clock.cjs"), workflow.script(workflow.legs().getFirst(), job));
    }

    /** A job that did something else measures something else. */
    private static void require(BuildSnapshotRun run, String save, String restore) {
        var status = Objects.requireNonNull(run.getStatus());
        var restored = Objects.requireNonNull(status.restore(), "nothing was decided");
        var saved = Objects.requireNonNull(status.save(), "nothing was judged");
        if (!restored.decision().equals(restore) || !saved.decision().equals(save)) {
            throw new WorldException("Run %s should have been %s and %s, and was %s (%s) and %s (%s)."
                    .formatted(
                            run.getMetadata().getName(),
                            restore,
                            save,
                            restored.decision(),
                            restored.reason(),
                            saved.decision(),
                            saved.reason()));
        }
    }

    private String commit(GitServer git) throws IOException {
        var tree = new CheckoutTree(Files.createTempDirectory("bench-actions-"));
        try {
            return tree.push(git.urlFromHere(stream.repository()), 1).getFirst();
        } finally {
            tree.delete();
        }
    }

    private Workflow workflow(String version) {
        return new Workflow(resource("workflow.yml")
                .replace("PATH_OF_STREAM", stream.path())
                .replace("KEY_OF_STREAM", stream.key())
                .replace("VERSION_OF_BENCH", version));
    }

    private static String resource(String name) {
        try (var text = Objects.requireNonNull(ActionsBench.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
