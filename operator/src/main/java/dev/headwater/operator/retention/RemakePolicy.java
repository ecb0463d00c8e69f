package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.kube.SnapshotPairing;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.retention.RemakeStep.DropContent;
import dev.headwater.operator.retention.RemakeStep.DropData;
import dev.headwater.operator.retention.RemakeStep.Leave;
import dev.headwater.operator.retention.RemakeStep.MakeContent;
import dev.headwater.operator.retention.RemakeStep.MakeSnapshot;
import dev.headwater.operator.retention.RemakeStep.Wait;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes a VolumeSnapshot again that was deleted by hand. Its content cannot be bound to a new one, so a second content is made for the same
 * data, then the first goes, then the VolumeSnapshot is made. As long as both contents are there both are {@code Retain}, and neither is
 * flipped: only a content that is bound to a VolumeSnapshot ever is.
 */
final class RemakePolicy {
    private static final String RETAIN = "Retain";

    /** What is to become of what is found. */
    enum Aim {
        REMAKE,
        /** The stream goes, and its data with it. */
        CLEAR
    }

    static RemakeStep next(RemakeFacts facts, StreamIdentity stream, Aim aim) {
        var content = facts.content();
        var lineage = lineage(content).filter(known -> known.stream().equals(stream));
        var handle = DesiredRemake.handle(content);
        if (VaultObject.isDeleting(content)
                || !RETAIN.equals(content.getSpec().getDeletionPolicy())
                || lineage.isEmpty()
                || handle.isEmpty()) {
            return new Leave();
        }
        if (facts.saving()) {
            return new Wait();
        }
        return uid(content).isEmpty()
                ? free(facts, lineage.get(), aim)
                : spent(facts, handle.get(), lineage.get(), aim);
    }

    /** No VolumeSnapshot was ever bound to it. */
    private static RemakeStep free(RemakeFacts facts, Lineage lineage, Aim aim) {
        var content = facts.content();
        if (facts.snapshot().isPresent()) {
            return names(facts.snapshot().get(), content) ? new Wait() : new Leave();
        }
        return aim == Aim.CLEAR ? new DropData(content) : new MakeSnapshot(DesiredRemake.snapshot(content, lineage));
    }

    private static RemakeStep spent(RemakeFacts facts, String handle, Lineage lineage, Aim aim) {
        var content = facts.content();
        if (facts.successor().isPresent()) {
            return facts.successor()
                            .filter(next -> standsFor(next, content, handle))
                            .isPresent()
                    ? new DropContent(content)
                    : new Leave();
        }
        if (facts.snapshot().isPresent()) {
            return uid(content)
                            .equals(facts.snapshot()
                                    .map(known -> known.getMetadata().getUid()))
                    ? new Wait()
                    : new Leave();
        }
        if (aim == Aim.CLEAR) {
            return new DropData(content);
        }
        return SnapshotPairing.isReady(content)
                ? new MakeContent(DesiredRemake.content(content, handle, lineage))
                : new Leave();
    }

    private static boolean standsFor(VolumeSnapshotContent next, VolumeSnapshotContent content, String handle) {
        return !VaultObject.isDeleting(next)
                && DesiredRemake.handle(next).filter(handle::equals).isPresent()
                && Objects.equals(next.getSpec().getDriver(), content.getSpec().getDriver());
    }

    private static boolean names(VolumeSnapshot snapshot, VolumeSnapshotContent content) {
        return content.getMetadata()
                .getName()
                .equals(snapshot.getSpec().getSource().getVolumeSnapshotContentName());
    }

    private static Optional<String> uid(VolumeSnapshotContent content) {
        return Optional.ofNullable(content.getSpec().getVolumeSnapshotRef().getUid())
                .filter(uid -> !uid.isEmpty());
    }

    private static Optional<Lineage> lineage(VolumeSnapshotContent content) {
        return VaultObject.annotation(content, Api.ANNOTATION_LINEAGE).flatMap(Lineage::parse);
    }

    private RemakePolicy() {}
}
