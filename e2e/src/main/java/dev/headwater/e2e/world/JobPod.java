package dev.headwater.e2e.world;

import dev.headwater.e2e.cluster.Admission;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The pod of a CI job that was created in the cluster; another of the same name is another one. */
public final class JobPod {
    /** A script that leaves the steps to {@link #shell}, and ends at once when it is told to. */
    public static final String IDLE = "trap 'exit 0' TERM; while :; do sleep 3600 & wait; done";

    private static final String HOSTNAME = "kubernetes.io/hostname";

    private static final String HOLD = "e2e.headwater.dev/hold";
    private static final long DELETION_SECONDS = 60;

    private final World world;
    private final Pod created;

    private JobPod(World world, Pod created) {
        this.world = world;
        this.created = created;
    }

    /** Creates the pod, in the namespace that it names. */
    public static JobPod create(World world, Pod desired) {
        return new JobPod(world, world.client().resource(desired).create());
    }

    /** A pod that somebody else has created, and may create again under its name. */
    public static JobPod of(World world, Pod existing) {
        return new JobPod(world, existing);
    }

    /** Creates a pod of the jobs' namespace that waits for its steps. */
    public static JobPod idle(World world, String name, WorkflowRun run) {
        return create(world, DesiredJobPod.of(World.JOBS, name, IDLE, run.environment()));
    }

    /** {@link #idle}, on one node, also where it is reserved. */
    public static JobPod idle(World world, String name, WorkflowRun run, String node) {
        var desired = new PodBuilder(DesiredJobPod.of(World.JOBS, name, IDLE, run.environment()))
                .editSpec()
                .addToNodeSelector(HOSTNAME, node)
                .addNewToleration()
                .withKey(Admission.RESERVED_TAINT)
                .withOperator("Exists")
                .endToleration()
                .endSpec()
                .build();
        return create(world, desired);
    }

    public String name() {
        return created.getMetadata().getName();
    }

    public String namespace() {
        return created.getMetadata().getNamespace();
    }

    public String uid() {
        return created.getMetadata().getUid();
    }

    public PodShell shell() {
        return shell(DesiredJobPod.CONTAINER);
    }

    /** In another container than the job's own. */
    public PodShell shell(String container) {
        return new PodShell(world, namespace(), name(), container);
    }

    /** Waits until the container runs. */
    public JobPod started(Duration limit) {
        await("to start", limit, pod -> isPhase(pod, "Running"));
        return this;
    }

    /** Waits until the job has ended, and returns whether it succeeded. */
    public boolean succeeded(Duration limit) {
        return isPhase(await("to end", limit, JobPod::isOver), "Succeeded");
    }

    /** Waits until the job has ended, and returns its pod as it was then; empty if the pod went before, as with its node. */
    public Optional<Pod> ended(Duration limit) {
        try {
            var last = resource()
                    .waitUntilCondition(
                            pod -> pod == null || !isThis(pod) || isOver(pod), limit.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.ofNullable(last).filter(this::isThis);
        } catch (KubernetesClientTimeoutException e) {
            throw tooSlow("to end", limit, e);
        }
    }

    public String log() {
        return resource().inContainer(DesiredJobPod.CONTAINER).getLog();
    }

    /** Deletes it as its owner would, and waits until the API server no longer knows a pod of this uid. */
    public void delete() {
        goAway();
        awaitGone();
    }

    /** Deletes it as its owner would. */
    public void goAway() {
        resource().delete();
    }

    /** Waits until the API server no longer knows a pod of this uid. */
    public void awaitGone() {
        resource().waitUntilCondition(pod -> pod == null || !isThis(pod), DELETION_SECONDS, TimeUnit.SECONDS);
    }

    /** From now on the API server keeps the pod when it is deleted, until {@link #forget}: what became of it can be looked at. */
    public void remember() {
        finalizers("[\"" + HOLD + "\"]");
    }

    public void forget() {
        finalizers("null");
    }

    private void finalizers(String json) {
        resource().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":%s}}".formatted(json));
    }

    /** Has it evicted, as a drain does. */
    public void evict() {
        resource().evict();
    }

    /** Waits until its container has been started again so often, and runs. */
    public JobPod restarted(int times, Duration limit) {
        await(
                "to run again",
                limit,
                pod -> pod.getStatus().getContainerStatuses().stream()
                        .anyMatch(container -> container.getRestartCount() >= times
                                && container.getState().getRunning() != null));
        return this;
    }

    /** Deletes it with grace 0: the API server forgets it at once, whatever the node is doing. */
    public void deleteAtOnce() {
        resource().withGracePeriod(0).delete();
    }

    private Pod await(String what, Duration limit, Predicate<Pod> condition) {
        try {
            return resource()
                    .waitUntilCondition(
                            pod -> pod != null && condition.test(pod), limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (KubernetesClientTimeoutException e) {
            throw tooSlow(what, limit, e);
        }
    }

    private WorldException tooSlow(String what, Duration limit, KubernetesClientTimeoutException cause) {
        return new WorldException(
                "Pod %s did not come %s within %s; kubectl -n %s describe pod %s says more."
                        .formatted(name(), what, limit, namespace(), name()),
                cause);
    }

    private PodResource resource() {
        return world.client().pods().inNamespace(namespace()).withName(name());
    }

    private boolean isThis(Pod pod) {
        return pod.getMetadata().getUid().equals(uid());
    }

    private static boolean isOver(Pod pod) {
        return isPhase(pod, "Succeeded") || isPhase(pod, "Failed");
    }

    private static boolean isPhase(Pod pod, String phase) {
        return phase.equals(pod.getStatus().getPhase());
    }
}
