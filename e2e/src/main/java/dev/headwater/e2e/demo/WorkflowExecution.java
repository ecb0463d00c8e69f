package dev.headwater.e2e.demo;

import dev.headwater.e2e.arc.RunningScaleSet;
import dev.headwater.e2e.world.Progress;
import dev.headwater.e2e.world.Runs;
import dev.headwater.e2e.world.Workflow;
import dev.headwater.e2e.world.WorkflowLog;
import dev.headwater.e2e.world.WorkflowRun;
import dev.headwater.e2e.world.World;
import dev.headwater.e2e.world.WorldException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Runs of one workflow, each leg at the same time on a runner of its own. */
record WorkflowExecution(World world, Progress progress, Workflow workflow, RunningScaleSet runners) {
    private static final Duration RUNNER = Duration.ofMinutes(2);
    private static final Duration JOB = Duration.ofMinutes(10);
    private static final Duration AFTER_JOB = Duration.ofMinutes(2);
    private static final Pattern BEGUN = Pattern.compile("\"msg\":\" +Compiling ");
    private static final int TICK = 15;
    private static final int TAIL = 40;

    /** What became of the legs, in the order of the matrix, once nothing more happens to their volumes. */
    List<JobTimes> run(String event, WorkflowRun run) {
        progress.say("workflow run '%s' at commit %s".formatted(event, run.sha().substring(0, 10)));
        var jobs = workflow.legs().stream()
                .map(leg -> new Job(event, leg, run, new ByteArrayOutputStream()))
                .toList();
        try (var ticker = Executors.newSingleThreadScheduledExecutor();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ticker.scheduleAtFixedRate(() -> tellProgress(event, jobs), TICK, TICK, TimeUnit.SECONDS);
            var ended = threads.invokeAll(jobs.stream().map(this::task).toList());
            ticker.shutdownNow();
            return ended.stream().map(WorkflowExecution::result).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorldException("Interrupted while waiting for the jobs.", e);
        }
    }

    private record Job(String event, Workflow.Leg leg, WorkflowRun run, ByteArrayOutputStream output) {
        String log() {
            return output.toString(StandardCharsets.UTF_8);
        }
    }

    private Callable<JobTimes> task(Job job) {
        return () -> {
            var runner = runners.take(job.run, RUNNER);
            runner.announce(job.run);
            var exitCode = runner.shell().run(workflow.script(job.leg, job.run), JOB, job.output);
            runner.complete();
            if (exitCode != 0) {
                throw new WorldException("Job '%s' of %s failed. The end of its log:%n%s"
                        .formatted(job.event, job.leg.name(), WorkflowLog.tail(job.log(), TAIL)));
            }
            var log = WorkflowLog.parse(job.log());
            var finished = new Runs(world).completed(runner.pod(), AFTER_JOB);
            var times = JobTimes.of(job.event, job.leg.name(), log, finished);
            progress.say("job '%s' of %s: compiled %d units, found %d fresh, saved: %s"
                    .formatted(job.event, times.leg(), log.compiled(), log.fresh(), times.saved()));
            return times;
        };
    }

    private void tellProgress(String event, List<Job> jobs) {
        var begun = jobs.stream()
                .mapToLong(job -> BEGUN.matcher(job.log()).results().count())
                .sum();
        progress.say("workflow run '%s': cargo has begun %d crates".formatted(event, begun));
    }

    private static JobTimes result(Future<JobTimes> job) {
        return switch (job.state()) {
            case SUCCESS -> job.resultNow();
            case FAILED, CANCELLED, RUNNING ->
                throw new WorldException(String.valueOf(job.exceptionNow().getMessage()), job.exceptionNow());
        };
    }
}
