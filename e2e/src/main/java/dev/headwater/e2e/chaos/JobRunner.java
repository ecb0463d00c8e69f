package dev.headwater.e2e.chaos;

import dev.headwater.e2e.world.DesiredJobPod;
import dev.headwater.e2e.world.JobPod;
import dev.headwater.e2e.world.WorkflowRun;
import dev.headwater.e2e.world.World;
import dev.headwater.e2e.world.WorldException;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs jobs, each in a pod of its own.
 *
 * @param number of the whole chaos: later ones have larger ones
 */
record JobRunner(World world, ChaosPlan plan, long number) {
    private static final String REPOSITORY = "acme/chaos";
    private static final String SHA = "0".repeat(40);
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** The pod of a job, which is gone, and what it told. */
    record Ended(PlannedJob job, String podUid, Optional<JobReport> report) {}

    /** Under which the jobs restore and save, so that the first of them start cold. */
    String version() {
        return "chaos-" + number;
    }

    /** Id of a job's workflow run. */
    long runId(PlannedJob job) {
        return number + job.order();
    }

    /** Returns when the job has ended and its pod is deleted, or neither came to pass in time. */
    Ended run(PlannedJob job) {
        var pod = JobPod.create(
                world,
                DesiredJobPod.light(
                        World.JOBS, version() + "-" + job.number(), Resource.text("job.sh"), environment(job)));
        var report = report(pod);
        try {
            pod.delete();
        } catch (KubernetesClientTimeoutException e) {
            return new Ended(job, pod.uid(), report);
        }
        return new Ended(job, pod.uid(), report);
    }

    private static Optional<JobReport> report(JobPod pod) {
        try {
            return pod.ended(PATIENCE).flatMap(JobRunner::message).map(JobReport::parse);
        } catch (WorldException tooSlow) {
            return Optional.empty();
        }
    }

    private Map<String, String> environment(PlannedJob job) {
        var environment = new LinkedHashMap<>(workflowRun(job).environment());
        environment.put("STREAM_KEY", job.leg().key());
        environment.put("STREAM_VERSION", version());
        environment.put("CHAOS_JOB", Integer.toString(job.number()));
        environment.put("CHAOS_START", Long.toString(Content.start(plan.seed(), job.number())));
        environment.put("CHAOS_LINES", Integer.toString(Content.LINES));
        environment.put("CHAOS_WORK", Double.toString(job.work().toMillis() / 1000.0));
        environment.put("CHAOS_ENDING", job.ending().name());
        return environment;
    }

    private WorkflowRun workflowRun(PlannedJob job) {
        var run = WorkflowRun.push("http://git.git.svc.cluster.local", REPOSITORY, SHA, runId(job))
                .at(job.leg().ref(), SHA);
        return job.leg().isPull() ? run.pullRequestInto("main") : run;
    }

    private static Optional<String> message(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .flatMap(status -> Stream.ofNullable(status.getState().getTerminated()))
                .map(ContainerStateTerminated::getMessage)
                .flatMap(Stream::ofNullable)
                .findFirst();
    }
}
