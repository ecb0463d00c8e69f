package dev.headwater.operator.api;

import dev.headwater.api.v1alpha1.BuildSnapshotPolicy;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotClass;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Brings an API server back to what was on it once. No controller runs there: what has no finalizers is gone at once. */
final class Sweep {
    /** Of all objects that any test makes. A definition goes last, when it has no objects to wait for. */
    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            BuildSnapshotRun.class,
            BuildSnapshotStream.class,
            BuildSnapshotPolicy.class,
            VolumeSnapshot.class,
            VolumeSnapshotContent.class,
            VolumeSnapshotClass.class,
            Pod.class,
            PersistentVolumeClaim.class,
            PersistentVolume.class,
            StorageClass.class,
            ConfigMap.class,
            Node.class,
            Event.class,
            CustomResourceDefinition.class);

    private final Set<String> kept;

    private Sweep(Set<String> kept) {
        this.kept = kept;
    }

    static Sweep backTo(KubernetesClient client) {
        return new Sweep(
                all(client).map(object -> object.getMetadata().getUid()).collect(Collectors.toSet()));
    }

    void sweep(KubernetesClient client) {
        all(client)
                .filter(object -> !kept.contains(object.getMetadata().getUid()))
                .forEach(object -> remove(client, object));
    }

    private static Stream<? extends HasMetadata> all(KubernetesClient client) {
        return KINDS.stream().flatMap(kind -> client.resources(kind).inAnyNamespace().list().getItems().stream());
    }

    private static void remove(KubernetesClient client, HasMetadata object) {
        if (!object.getMetadata().getFinalizers().isEmpty()) {
            client.resource(object)
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
        }
        client.resource(object).withGracePeriod(0).delete();
    }
}
