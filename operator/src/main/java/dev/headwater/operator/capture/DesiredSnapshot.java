package dev.headwater.operator.capture;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.kube.Role;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.Proven;
import dev.headwater.operator.model.StreamIdentity;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import java.util.List;
import java.util.Optional;

/** The VolumeSnapshot of a run, with the record of its origin. */
public final class DesiredSnapshot {

    /**
     * Named like the run, of the run's claim.
     *
     * @param lane the run's own
     * @param snapshotClass empty: the default class of the volume's driver
     */
    public static VolumeSnapshot of(BuildSnapshotRun run, String vault, Lane lane, Optional<String> snapshotClass) {
        var stream = StreamIdentity.of(run.getMetadata().getNamespace(), run.getSpec());
        return new VolumeSnapshotBuilder()
                .withMetadata(VaultObject.metadata(run, vault, Role.SNAPSHOT, stream.hash()))
                .editMetadata()
                .addToAnnotations(
                        Api.ANNOTATION_LINEAGE, lineage(run, stream, lane).toJson())
                .endMetadata()
                .withNewSpec()
                .withVolumeSnapshotClassName(snapshotClass.orElse(null))
                .withNewSource()
                .withPersistentVolumeClaimName(run.getMetadata().getName())
                .endSource()
                .endSpec()
                .build();
    }

    private static Lineage lineage(BuildSnapshotRun run, StreamIdentity stream, Lane lane) {
        var request = run.getSpec().request();
        var job = run.getSpec().job();
        var restored = Optional.ofNullable(run.getStatus().restore());
        return new Lineage(
                stream.namespace(),
                stream.repository(),
                stream.key(),
                stream.path(),
                request.version(),
                request.os() + "/" + request.arch(),
                lane.text(),
                job.sha(),
                job.ref(),
                job.runId(),
                job.runAttempt(),
                run.getMetadata().getUid(),
                restored.map(RunStatus.Restore::trust)
                        .orElse(TrustLevel.Claimed)
                        .atMost(atEnd(run)),
                restored.map(RunStatus.Restore::snapshot).orElse(null),
                restored.map(RunStatus.Restore::ancestors).orElse(List.of()));
    }

    /** Content is proven only if the job showed a token at its end, too: until then others may have had a part in it. */
    private static TrustLevel atEnd(BuildSnapshotRun run) {
        return Proven.of(run.getStatus(), TokenUse.SAVE)
                        .filter(Proven::isVerified)
                        .isPresent()
                ? TrustLevel.Proven
                : TrustLevel.Latched;
    }

    private DesiredSnapshot() {}
}
