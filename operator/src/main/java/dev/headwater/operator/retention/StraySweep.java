package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.kube.Role;
import dev.headwater.operator.kube.SnapshotCatalog;
import dev.headwater.operator.kube.SnapshotReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;

/**
 * Forgets runs where a cluster has no stream at all, whose look would see to them: jobs that ask for a stream which nobody has made leave a run
 * each. Any number of operators may sweep, because each deletion holds for the run as it was seen.
 */
public final class StraySweep {
    private final KubernetesClient client;
    private final String vault;
    private final MeterRegistry meters;
    private final Clock clock;

    public StraySweep(KubernetesClient client, String vault, MeterRegistry meters, Clock clock) {
        this.client = client;
        this.vault = vault;
        this.meters = meters;
        this.clock = clock;
    }

    /** Does nothing as soon as there is a stream. */
    public void sweep() {
        if (hasStreams()) {
            return;
        }
        var runs =
                client.resources(BuildSnapshotRun.class).inAnyNamespace().list().getItems();
        new RunForgetter(client, vault, snapshots(), RunCatalog.of(client, runs), meters)
                .lookAtStrays(_ -> false, clock.instant());
    }

    private boolean hasStreams() {
        return !client.resources(BuildSnapshotStream.class)
                .inAnyNamespace()
                .list(new ListOptionsBuilder().withLimit(1L).build())
                .getItems()
                .isEmpty();
    }

    private SnapshotCatalog snapshots() {
        var catalog = SnapshotCatalog.unwatched();
        if (new SnapshotReader(client, vault).isServed()) {
            fill(
                    catalog.snapshotStore(),
                    client.resources(VolumeSnapshot.class)
                            .inNamespace(vault)
                            .withLabelSelector(Role.SNAPSHOT.selector())
                            .list()
                            .getItems());
            fill(
                    catalog.contentStore(),
                    client.resources(VolumeSnapshotContent.class)
                            .withLabel(Api.LABEL_STREAM)
                            .list()
                            .getItems());
        }
        return catalog;
    }

    private static <R extends HasMetadata> void fill(ItemStore<R> store, List<R> objects) {
        objects.forEach(object -> store.put(store.getKey(object), object));
    }
}
