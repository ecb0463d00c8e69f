package dev.headwater.operator.capture;

import dev.headwater.api.v1alpha1.RunStatus;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a capture.
 *
 * @param save the journal's verdict, a save
 * @param cold the node's evidence that nobody can write to the volume: present if there is any
 * @param content that the VolumeSnapshot is bound to; where somebody deleted that after the cut, what is left of it
 * @param deadline for the evidence
 */
public record CaptureFacts(
        RunStatus.Save save,
        Optional<Instant> cold,
        Optional<VolumeSnapshot> snapshot,
        Optional<VolumeSnapshotContent> content,
        Instant deadline) {}
