package dev.headwater.operator.volume;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.operator.kube.Role;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.StreamIdentity;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.TypedLocalObjectReference;
import io.fabric8.kubernetes.api.model.TypedLocalObjectReferenceBuilder;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** The claim of a run. */
public final class DesiredClaim {

    /**
     * Named like the run, and at least as large as what it is made of.
     *
     * @param source the snapshot that the volume is made of; empty for a new volume
     */
    public static PersistentVolumeClaim of(
            BuildSnapshotRun run,
            String vault,
            ClaimRecord record,
            PolicySettings.Volume settings,
            Optional<Snapshot> source) {
        var stream = StreamIdentity.of(run.getMetadata().getNamespace(), run.getSpec());
        return new PersistentVolumeClaimBuilder()
                .withMetadata(VaultObject.metadata(run, vault, Role.CLAIM, stream.hash()))
                .editMetadata()
                .addToAnnotations(Api.ANNOTATION_RESTORE, record.toJson())
                .addToAnnotations(
                        Api.ANNOTATION_ATTEMPT,
                        Integer.toString(record.attempts().size()))
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withVolumeMode("Filesystem")
                .withStorageClassName(storageClass(settings, source).orElse(null))
                .withNewResources()
                .withRequests(Map.of("storage", size(settings.size(), source.flatMap(Snapshot::restoreBytes))))
                .endResources()
                .withDataSource(source.map(DesiredClaim::reference).orElse(null))
                .endSpec()
                .build();
    }

    /** Options that speed up a restore make some drivers refuse empty volumes, so each may have its own class. */
    private static Optional<String> storageClass(PolicySettings.Volume settings, Optional<Snapshot> source) {
        return source.flatMap(_ -> settings.restoreClass()).or(settings::storageClass);
    }

    /** A volume smaller than its snapshot's restore size is refused by the driver. */
    private static Quantity size(Quantity wanted, Optional<Long> restoreBytes) {
        return restoreBytes
                .map(BigDecimal::valueOf)
                .filter(least -> least.compareTo(wanted.getNumericalAmount()) > 0)
                .map(least -> new Quantity(least.toPlainString()))
                .orElse(wanted);
    }

    private static TypedLocalObjectReference reference(Snapshot snapshot) {
        return new TypedLocalObjectReferenceBuilder()
                .withApiGroup("snapshot.storage.k8s.io")
                .withKind("VolumeSnapshot")
                .withName(snapshot.name())
                .build();
    }

    private DesiredClaim() {}
}
