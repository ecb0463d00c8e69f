package dev.headwater.e2e.stories;

import dev.headwater.e2e.cluster.Cluster;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Headwater's own pods, and what may happen to them. */
record Parts(World world) {
    static final String PLUGIN = "node-plugin";
    static final String OPERATOR = "operator";

    private static final String COMPONENT = "app.kubernetes.io/component";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Ends the pods of a component without warning; their owner makes others. */
    void kill(String component) {
        pods(component)
                .forEach(pod -> world.client().resource(pod).withGracePeriod(0).delete());
    }

    /** Waits until a component has as many pods as it should, all of them ready: a plugin on each node, and one operator. */
    void awaitReady(String component) {
        var wanted = component.equals(PLUGIN) ? Cluster.running().nodes().size() : 1;
        world.client()
                .pods()
                .inNamespace(World.RELEASE)
                .withLabel(COMPONENT, component)
                .informOnCondition(
                        pods -> pods.size() == wanted && pods.stream().allMatch(Parts::isReady))
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Waits until a component has no pod. */
    void awaitGone(String component) {
        world.client()
                .pods()
                .inNamespace(World.RELEASE)
                .withLabel(COMPONENT, component)
                .informOnCondition(List::isEmpty)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    void scaleOperator(int replicas) {
        world.client()
                .apps()
                .deployments()
                .inNamespace(World.RELEASE)
                .withName("headwater-operator")
                .scale(replicas);
    }

    /** The containers of a component that run, as in {@code containerd://…}. */
    List<String> containers(String component) {
        return pods(component).stream()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .map(ContainerStatus::getContainerID)
                .filter(Objects::nonNull)
                .toList();
    }

    private List<Pod> pods(String component) {
        return world.client()
                .pods()
                .inNamespace(World.RELEASE)
                .withLabel(COMPONENT, component)
                .list()
                .getItems();
    }

    private static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }
}
