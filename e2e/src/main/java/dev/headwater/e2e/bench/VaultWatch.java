package dev.headwater.e2e.bench;

import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Watchable;
import java.util.List;
import java.util.function.Consumer;

/**
 * Notes when claims are bound and keepers created and scheduled: sightings {@code <run> claim bound}, {@code <run> keeper created},
 * {@code <run> keeper scheduled}. Objects carry times in whole seconds only; a watch on the same machine is later by some milliseconds.
 */
final class VaultWatch implements AutoCloseable {
    private final List<Watch> watches;

    VaultWatch(World world, Sightings sightings) {
        var client = world.client();
        watches = List.of(
                watch(client.pods().inNamespace(World.VAULT), pod -> note(pod, sightings)),
                watch(client.persistentVolumeClaims().inNamespace(World.VAULT), claim -> note(claim, sightings)));
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
    }

    private static void note(Pod pod, Sightings sightings) {
        sightings.saw(pod.getMetadata().getName() + " keeper created");
        if (pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("PodScheduled")
                        && condition.getStatus().equals("True"))) {
            sightings.saw(pod.getMetadata().getName() + " keeper scheduled");
        }
    }

    private static void note(PersistentVolumeClaim claim, Sightings sightings) {
        if ("Bound".equals(claim.getStatus().getPhase())) {
            sightings.saw(claim.getMetadata().getName() + " claim bound");
        }
    }

    /** Calls for each object that is there, comes or changes. */
    static <T extends HasMetadata> Watch watch(Watchable<T> objects, Consumer<T> note) {
        return objects.watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, T object) {
                if (action == Action.ADDED || action == Action.MODIFIED) {
                    note.accept(object);
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                throw new IllegalStateException("the API server ended a watch", cause);
            }
        });
    }
}
