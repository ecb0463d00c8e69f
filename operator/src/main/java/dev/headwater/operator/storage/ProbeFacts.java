package dev.headwater.operator.storage;

import dev.headwater.operator.attempt.Warning;
import dev.headwater.operator.kube.SnapshotPairing;
import dev.headwater.operator.kube.VaultObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a probe.
 *
 * @param objects those of its objects that exist
 * @param content of its snapshot, also of one that is gone already
 * @param volume the volume that was written to, as far as the journal names one
 * @param warnings of the cluster about its claims and pods
 */
record ProbeFacts(
        ProbeJournal journal,
        Map<ProbePart, HasMetadata> objects,
        Optional<VolumeSnapshotContent> content,
        Volume volume,
        List<Warning> warnings) {

    /** Whether the PersistentVolume that was written to exists. */
    enum Volume {
        EXISTS,
        GONE
    }

    boolean has(ProbePart part) {
        return objects.containsKey(part);
    }

    /** Whether it is there, and nobody has asked for its deletion. */
    boolean lives(ProbePart part) {
        return Optional.ofNullable(objects.get(part))
                .filter(object -> !VaultObject.isDeleting(object))
                .isPresent();
    }

    Optional<Pod> pod(ProbePart part) {
        return Optional.ofNullable((Pod) objects.get(part));
    }

    Optional<PersistentVolumeClaim> claim(ProbePart part) {
        return Optional.ofNullable((PersistentVolumeClaim) objects.get(part));
    }

    Optional<VolumeSnapshot> snapshot() {
        return Optional.ofNullable((VolumeSnapshot) objects.get(ProbePart.SNAPSHOT));
    }

    /** The content, if it was made for the snapshot that is there. */
    Optional<VolumeSnapshotContent> own() {
        return content.filter(found -> snapshot()
                .filter(snapshot -> SnapshotPairing.isBoundBack(snapshot, found))
                .isPresent());
    }
}
