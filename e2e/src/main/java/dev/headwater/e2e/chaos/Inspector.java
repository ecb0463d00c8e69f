package dev.headwater.e2e.chaos;

import dev.headwater.e2e.world.PlainClaim;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads what snapshots hold, without Headwater: plain pods of the vault with plain claims made of them. */
record Inspector(World world) {
    private static final Map<String, String> LABELS = Map.of("app", "chaos-inspector");

    /** Volumes of one pod: what it has to say must fit into a termination message (4 KiB). */
    private static final int BATCH = 8;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** By snapshot; one that cannot be restored is missing, and so are those of the same pod. */
    Map<String, Content> contents(List<String> snapshots) {
        var contents = new HashMap<String, Content>();
        for (var first = 0; first < snapshots.size(); first += BATCH) {
            contents.putAll(batch(snapshots.subList(first, Math.min(first + BATCH, snapshots.size()))));
        }
        return contents;
    }

    private Map<String, Content> batch(List<String> snapshots) {
        snapshots.forEach(snapshot -> world.client()
                .resource(PlainClaim.of(claimName(snapshot), LABELS, snapshot, "1Gi"))
                .create());
        try {
            return parse(ended(world.client().resource(pod(snapshots)).create()));
        } catch (KubernetesClientTimeoutException e) {
            return Map.of();
        } finally {
            delete();
        }
    }

    private Pod ended(Pod pod) {
        return world.client()
                .resource(pod)
                .waitUntilCondition(
                        seen -> seen != null
                                && !seen.getStatus().getContainerStatuses().isEmpty()
                                && isOver(seen),
                        PATIENCE.toSeconds(),
                        TimeUnit.SECONDS);
    }

    private static boolean isOver(Pod pod) {
        return pod.getStatus().getContainerStatuses().getFirst().getState().getTerminated() != null;
    }

    private static Map<String, Content> parse(Pod pod) {
        var told = pod.getStatus()
                .getContainerStatuses()
                .getFirst()
                .getState()
                .getTerminated()
                .getMessage();
        return told.lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> Content.parse(parts[1])));
    }

    private void delete() {
        var client = world.client();
        client.pods().inNamespace(World.VAULT).withLabels(LABELS).delete();
        client.persistentVolumeClaims()
                .inNamespace(World.VAULT)
                .withLabels(LABELS)
                .delete();
    }

    /** Not the snapshot's own name: the run's claim had that. */
    private static String claimName(String snapshot) {
        return "inspected-" + snapshot;
    }

    private static Pod pod(List<String> snapshots) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(World.VAULT)
                .withGenerateName("chaos-inspector-")
                .withLabels(LABELS)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .addNewContainer()
                .withName("inspector")
                .withImage("headwater-test/busybox:dev")
                .withImagePullPolicy("Never")
                .withCommand("sh", "-c", Resource.text("inspect.sh"))
                .withVolumeMounts(mounts(snapshots))
                .endContainer()
                .withVolumes(volumes(snapshots))
                .endSpec()
                .build();
    }

    private static List<VolumeMount> mounts(List<String> snapshots) {
        return IntStream.range(0, snapshots.size())
                .mapToObj(i -> new VolumeMountBuilder()
                        .withName("volume-" + i)
                        .withMountPath("/volumes/" + snapshots.get(i))
                        .build())
                .toList();
    }

    private static List<Volume> volumes(List<String> snapshots) {
        return IntStream.range(0, snapshots.size())
                .mapToObj(i -> new VolumeBuilder()
                        .withName("volume-" + i)
                        .withNewPersistentVolumeClaim(claimName(snapshots.get(i)), false)
                        .build())
                .toList();
    }
}
