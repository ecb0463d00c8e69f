package dev.headwater.e2e.world;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** What anybody may write to restore a snapshot of the vault without Headwater. */
public final class PlainClaim {

    /** @param size as a Kubernetes quantity, not smaller than what was cut */
    public static PersistentVolumeClaim of(String name, Map<String, String> labels, String snapshot, String size) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(World.VAULT)
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName("block")
                .withNewResources()
                .addToRequests("storage", new Quantity(size))
                .endResources()
                .withNewDataSource("snapshot.storage.k8s.io", "VolumeSnapshot", snapshot)
                .endSpec()
                .build();
    }

    private PlainClaim() {}
}
