package dev.headwater.e2e.chaos;

import dev.headwater.e2e.cluster.Cluster;
import dev.headwater.e2e.world.HostProcesses;
import dev.headwater.e2e.world.Pause;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Kills without warning. Containers are started again by their kubelet; parts of the cluster here, a moment later. */
record Killer(World world, Cluster cluster) {
    private static final String COMPONENT = "app.kubernetes.io/component";
    private static final String ROLE = "headwater.dev/role";

    /** What was killed, in words; empty where nothing of the kind is running. */
    Optional<String> kill(PlannedKill kill) {
        return switch (kill.victim()) {
            case OPERATOR -> container(kill, pods(World.RELEASE, COMPONENT, "operator"));
            case NODE_PLUGIN -> container(kill, pods(World.RELEASE, COMPONENT, "node-plugin"));
            case KEEPER -> container(kill, pods(World.VAULT, ROLE, "keeper"));
            case KUBELET, SNAPSHOT_CONTROLLER, CSI_PROVISIONER, CSI_SNAPSHOTTER, CSI_ATTACHER -> part(kill);
            case NODE -> node(kill);
        };
    }

    private Optional<String> container(PlannedKill kill, List<Pod> pods) {
        return oneOf(running(pods), kill)
                .filter(Killer::killProcesses)
                .map(container -> "%s, container %s".formatted(kill.victim().words(), container.getName()));
    }

    private static List<ContainerStatus> running(List<Pod> pods) {
        return pods.stream()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .filter(status -> status.getState().getRunning() != null)
                .filter(status -> Objects.nonNull(status.getContainerID()))
                .toList();
    }

    /** Whether there were any: a status may be of a container that has ended. */
    private static boolean killProcesses(ContainerStatus container) {
        var processes = HostProcesses.ofContainer(container.getContainerID()).stream()
                .flatMap(process -> ProcessHandle.of(process.pid()).stream())
                .toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        return !processes.isEmpty();
    }

    private Optional<String> part(PlannedKill kill) {
        var parts = cluster.partNames().stream()
                .filter(name -> name.matches(kill.victim().words() + "(-\\d+)?"))
                .filter(cluster::isAlive)
                .toList();
        var part = oneOf(parts, kill);
        part.ifPresent(name -> {
            cluster.kill(name);
            Pause.of(kill.down());
            cluster.start(name);
        });
        return part;
    }

    /** The last one: all that runs on it ends at once, and a moment later its owner takes it out of the cluster. */
    private Optional<String> node(PlannedKill kill) {
        var node = cluster.nodes().getLast();
        cluster.powerOff(node);
        Pause.of(kill.down());
        cluster.removeNode();
        return Optional.of(node.name() + ", for good");
    }

    private List<Pod> pods(String namespace, String label, String value) {
        return world.client()
                .pods()
                .inNamespace(namespace)
                .withLabel(label, value)
                .list()
                .getItems();
    }

    private static <T> Optional<T> oneOf(List<T> candidates, PlannedKill kill) {
        return candidates.isEmpty()
                ? Optional.empty()
                : Optional.of(candidates.get((int) (kill.choice() * candidates.size())));
    }
}
