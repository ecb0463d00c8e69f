package dev.headwater.operator.retention;

import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.util.Optional;

/**
 * What is known of a content whose VolumeSnapshot seems to be gone, as the API server says it.
 *
 * @param snapshot the one of the name that the content was made for
 * @param successor the content that takes this one's place
 * @param saving whether the run that saved it is not complete yet, and may see to it itself
 */
record RemakeFacts(
        VolumeSnapshotContent content,
        Optional<VolumeSnapshot> snapshot,
        Optional<VolumeSnapshotContent> successor,
        boolean saving) {}
