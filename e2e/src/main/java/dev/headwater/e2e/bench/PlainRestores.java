package dev.headwater.e2e.bench;

import dev.headwater.e2e.world.HostMounts;
import dev.headwater.e2e.world.HostProcesses;
import dev.headwater.e2e.world.PlainClaim;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Pods with a claim made of the snapshot, in the snapshot's namespace, because a claim can name no other. */
final class PlainRestores {
    private static final Map<String, String> LABELS = Map.of("app", "plain-restore");

    private final World world;
    private final InstantSource clock;
    private final String snapshot;
    private final Sightings sightings;
    private int made;

    PlainRestores(World world, InstantSource clock, String snapshot, Sightings sightings) {
        this.world = world;
        this.clock = clock;
        this.snapshot = snapshot;
        this.sightings = sightings;
    }

    /** Applies all at once, each on its own as fifty jobs would, and returns when each container runs. */
    List<RestoreSample> restore(int pods, Duration limit) {
        var names = IntStream.range(0, pods).mapToObj(_ -> "plain-" + ++made).toList();
        var applied = new ConcurrentHashMap<String, Instant>();
        try (var appliers = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = names.stream()
                    .map(name -> CompletableFuture.runAsync(() -> applied.put(name, apply(name)), appliers))
                    .toList();
            all.forEach(CompletableFuture::join);
        }
        return names.stream()
                .map(name -> sample(running(name, limit), Objects.requireNonNull(applied.get(name))))
                .toList();
    }

    /** When it began. */
    private Instant apply(String name) {
        var began = clock.instant();
        world.client().resource(PlainClaim.of(name, LABELS, snapshot, "4Gi")).create();
        world.client().resource(pod(name)).create();
        return began;
    }

    void delete() {
        world.client()
                .pods()
                .inNamespace(World.VAULT)
                .withLabels(LABELS)
                .withGracePeriod(0)
                .delete();
        world.client()
                .persistentVolumeClaims()
                .inNamespace(World.VAULT)
                .withLabels(LABELS)
                .delete();
    }

    private Pod running(String name, Duration limit) {
        return world.client()
                .pods()
                .inNamespace(World.VAULT)
                .withName(name)
                .waitUntilCondition(
                        pod -> pod != null && "Running".equals(pod.getStatus().getPhase()),
                        limit.toSeconds(),
                        TimeUnit.SECONDS);
    }

    private RestoreSample sample(Pod pod, Instant applied) {
        var name = pod.getMetadata().getName();
        var volume = world.client()
                .persistentVolumeClaims()
                .inNamespace(World.VAULT)
                .withName(name)
                .require()
                .getSpec()
                .getVolumeName();
        var mount = new HostMounts(world.site()).volume(pod.getMetadata().getUid(), volume);
        var started = started(pod).orElseThrow();
        return new RestoreSample.Builder(applied)
                .reached("pod created", sightings.of(name + " keeper created"))
                .reached("claim bound", sightings.of(name + " claim bound"))
                .reached("pod scheduled", sightings.of(name + " keeper scheduled"))
                .reached("kubelet mounted the volume", sightings.of(mount.toString()))
                .reached("container runs", Optional.of(started))
                .build(started);
    }

    /** The first process of the container; the pod's status says it in whole seconds. */
    private static Optional<Instant> started(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .map(ContainerStatus::getContainerID)
                .flatMap(id -> HostProcesses.ofContainer(id).stream().limit(1))
                .map(HostProcesses.Seen::started)
                .findFirst();
    }

    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(World.VAULT)
                .withName(name)
                .withLabels(LABELS)
                .endMetadata()
                .withNewSpec()
                .withAutomountServiceAccountToken(false)
                .withTerminationGracePeriodSeconds(1L)
                .addNewContainer()
                .withName("plain")
                .withImage("headwater-test/busybox:dev")
                .withImagePullPolicy("Never")
                .withCommand("sh", "-c", "trap 'exit 0' TERM; while :; do sleep 3600 & wait; done")
                .withNewResources()
                .addToRequests("cpu", new Quantity("5m"))
                .addToRequests("memory", new Quantity("16Mi"))
                .endResources()
                .addNewVolumeMount()
                .withName("volume")
                .withMountPath("/volume")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("volume")
                .withNewPersistentVolumeClaim(name, false)
                .endVolume()
                .endSpec()
                .build();
    }
}
