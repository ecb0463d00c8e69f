package dev.headwater.e2e.arc;

import dev.headwater.e2e.world.JobPod;
import dev.headwater.e2e.world.PodShell;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;

/** The two container hooks that begin and end a job in the kubernetes mode. */
public final class ContainerHooks implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final World world;
    private final KubernetesClient client;
    private final AcquiredRunner runner;

    /**
     * @param client acts with the rights of the runner's pod
     */
    ContainerHooks(World world, KubernetesClient client, AcquiredRunner runner) {
        this.world = world;
        this.client = client;
        this.runner = runner;
    }

    /**
     * Makes the job's pod, and returns when its containers run.
     *
     * @param template content of the file that {@code ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE} names
     * @param image of the workflow's {@code container:}
     */
    public JobPod prepareJob(String template, String image) {
        var desired =
                DesiredWorkflowPod.of(runner.pod().namespace(), runner.pod().name(), template, image);
        var pod = client.resource(desired).create();
        return JobPod.of(world, pod).started(START);
    }

    /** A shell in the job's container with the environment of a step. */
    public PodShell shell(JobPod pod) {
        return new PodShell(
                world,
                pod.namespace(),
                pod.name(),
                DesiredWorkflowPod.JOB,
                runner.run().environment());
    }

    /** Deletes the job's pod without any grace. */
    public void cleanupJob(JobPod pod) {
        client.pods()
                .inNamespace(pod.namespace())
                .withName(pod.name())
                .withGracePeriod(0)
                .delete();
    }

    @Override
    public void close() {
        client.close();
    }
}
