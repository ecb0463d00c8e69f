package dev.headwater.operator.capture;

import dev.headwater.api.v1alpha1.CaptureReason;
import dev.headwater.api.v1alpha1.SaveReason;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.time.Instant;

/** The next thing to do about a snapshot. */
public sealed interface CaptureStep {

    /** Make the VolumeSnapshot. */
    record Take() implements CaptureStep {}

    /** Say that others come first; the snapshot is taken in its turn. */
    record Queue(CaptureReason reason, String sentence) implements CaptureStep {}

    /** Copy the record of the origin to the content, and keep the content from being deleted with its VolumeSnapshot. */
    record Prove(VolumeSnapshotContent content, String lineage) implements CaptureStep {}

    /** The storage made the snapshot: the volume may change or go. */
    record Cut(Instant at) implements CaptureStep {}

    /** Make the sidecar ask the storage now: left alone it asks at doubling intervals, up to half an hour. */
    record Poll(VolumeSnapshotContent content) implements CaptureStep {}

    /** It can be restored. */
    record Ready() implements CaptureStep {}

    /** It will not be one. */
    record Fail(SaveReason reason, String sentence) implements CaptureStep {}

    /** Nothing until then, unless something changes. */
    record Wait(Instant until) implements CaptureStep {}

    /** Cut, ready and recorded. */
    record Done() implements CaptureStep {}
}
