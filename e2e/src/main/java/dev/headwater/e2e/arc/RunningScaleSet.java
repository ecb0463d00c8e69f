package dev.headwater.e2e.arc;

import dev.headwater.e2e.world.JobPod;
import dev.headwater.e2e.world.Pause;
import dev.headwater.e2e.world.WorkflowRun;
import dev.headwater.e2e.world.World;
import dev.headwater.e2e.world.WorldException;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A scale set with its controller and its listener, as long as it is open. */
public final class RunningScaleSet implements AutoCloseable {
    /** What the container {@code runner} runs in place of the runner's own program: it waits until its end is decided. */
    public static final List<String> RUNNER_COMMAND =
            List.of("sh", "-c", "trap 'exit 0' TERM; trap 'exit 1' USR1; while :; do sleep 3600 & wait; done");

    private static final String SYSTEM = "arc-systems";
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration END = Duration.ofSeconds(60);

    private final World world;
    private final ScaleSet set;
    private final KubernetesClient controllerClient;
    private final KubernetesClient listenerClient;
    private final RunnerController controller;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final AtomicInteger jobs = new AtomicInteger();

    private RunningScaleSet(World world, ScaleSet set) {
        this.world = world;
        this.set = set;
        this.controllerClient = world.as(SYSTEM, "arc-controller");
        this.listenerClient = world.as(SYSTEM, "arc-listener");
        this.controller = new RunnerController(controllerClient, set, InstantSource.system());
    }

    /** Installs what it needs, and returns while its first runners start. */
    public static RunningScaleSet start(World world, ScaleSet set) {
        world.apply(world.site().arc("ephemeralrunners.yaml")).forEach(crd -> awaitServed(world, crd));
        world.apply(world.site().arc("controller.yaml"));
        DesiredAccount.of(set).forEach(world::apply);
        var running = new RunningScaleSet(world, set);
        running.controller.scale(set.replicas(0));
        return running;
    }

    private static void awaitServed(World world, HasMetadata crd) {
        world.client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(crd.getMetadata().getName())
                .waitUntilCondition(
                        seen -> seen != null && isEstablished(seen.getStatus()), END.toSeconds(), TimeUnit.SECONDS);
    }

    /** Of a kind that was made a moment ago the API server says nothing yet, or nothing of conditions. */
    private static boolean isEstablished(@Nullable CustomResourceDefinitionStatus status) {
        return status != null
                && status.getConditions() != null
                && status.getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    /**
     * A job is queued: the set grows by one, and whichever idle runner comes first acquires it.
     *
     * @throws WorldException if no runner is idle within the limit
     */
    public AcquiredRunner take(WorkflowRun job, Duration limit) {
        var pod = acquire(limit);
        return new AcquiredRunner(this, pod, job).began();
    }

    private JobPod acquire(Duration limit) {
        controller.scale(set.replicas(jobs.incrementAndGet()));
        var deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            var idle = idle();
            if (idle.isPresent() && busy.add(idle.get().getMetadata().getUid())) {
                return JobPod.of(world, idle.get());
            }
            Pause.of(PAUSE);
        }
        throw new WorldException(
                "No runner of %s was idle within %s; kubectl -n %s get ephemeralrunners,pods says more."
                        .formatted(set.name(), limit, set.namespace()));
    }

    /** A pod with a runner that could take a job; which of them, nobody can foresee. */
    private Optional<Pod> idle() {
        return pods().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(RunningScaleSet::isReady)
                .filter(pod -> !busy.contains(pod.getMetadata().getUid()))
                .min(Comparator.comparing(pod -> pod.getMetadata().getUid()));
    }

    /** The pods of the runners, also of those that are ending. */
    public List<Pod> pods() {
        return world.client()
                .pods()
                .inNamespace(set.namespace())
                .withLabel(DesiredRunner.SET, set.name())
                .list()
                .getItems();
    }

    /** Waits until the pod's runner, or one that has its name since, is in a pod that is ready and not this one. */
    public JobPod successor(JobPod pod, Duration limit) {
        var next = world.client()
                .pods()
                .inNamespace(set.namespace())
                .withName(pod.name())
                .waitUntilCondition(
                        seen -> seen != null && !seen.getMetadata().getUid().equals(pod.uid()) && isReady(seen),
                        limit.toMillis(),
                        TimeUnit.MILLISECONDS);
        return JobPod.of(world, next);
    }

    /** The container hooks of the kubernetes mode in a runner's pod: they act with the rights of its account. */
    public ContainerHooks containerHooks(AcquiredRunner runner) {
        var account = set.template().getSpec().getServiceAccountName();
        return new ContainerHooks(world, world.as(set.namespace(), account), runner);
    }

    void announce(String runner, WorkflowRun told) {
        var json = """
                {"status":{"jobRequestId":%1$d,"jobId":"%1$d-%2$s","jobRepositoryName":"%3$s","workflowRunId":%1$d,\
                "jobWorkflowRef":"%3$s/.github/workflows/build.yml@%4$s","jobDisplayName":"%2$s"}}\
                """.formatted(told.id(), told.job(), told.repository(), told.ref());
        listenerClient
                .resources(EphemeralRunner.class)
                .inNamespace(set.namespace())
                .withName(runner)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    void left() {
        controller.scale(set.replicas(jobs.decrementAndGet()));
    }

    /** Deletes the runners, waits until none of their pods is left, and stops; what the chart made goes too. */
    @Override
    public void close() {
        controller.scale(0);
        var deadline = System.nanoTime() + END.toNanos();
        while (!(controller.runners().isEmpty() && pods().isEmpty()) && System.nanoTime() < deadline) {
            controller
                    .runners()
                    .forEach(runner -> controllerClient.resource(runner).delete());
            Pause.of(PAUSE);
        }
        controller.close();
        controllerClient.close();
        listenerClient.close();
        DesiredAccount.of(set).forEach(object -> world.client().resource(object).delete());
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(container -> container.getName().equals(ScaleSetValues.RUNNER))
                .map(ContainerStatus::getReady)
                .anyMatch(Boolean.TRUE::equals);
    }
}
