package dev.headwater.operator.retention;

import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;

/** The next thing to do about a content whose VolumeSnapshot is gone. */
sealed interface RemakeStep {

    /** Make the content that takes its place: one that was made for a VolumeSnapshot is bound to it for ever. */
    record MakeContent(VolumeSnapshotContent desired) implements RemakeStep {}

    /** Remove the content, and not the data: another content stands for that now. */
    record DropContent(VolumeSnapshotContent content) implements RemakeStep {}

    record MakeSnapshot(VolumeSnapshot desired) implements RemakeStep {}

    /** Remove the content with its data: the stream goes, and this is its. */
    record DropData(VolumeSnapshotContent content) implements RemakeStep {}

    /** Others have to act first. */
    record Wait() implements RemakeStep {}

    /** It is none of ours, or nothing can be made of it. */
    record Leave() implements RemakeStep {}
}
