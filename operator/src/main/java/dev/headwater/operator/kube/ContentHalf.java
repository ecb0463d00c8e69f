package dev.headwater.operator.kube;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.model.Sha256;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a VolumeSnapshotContent says.
 *
 * @param snapshotUid uid of the VolumeSnapshot that it was made for; empty if it names none
 * @param record digest of the record of its origin; see {@link #digest}
 */
record ContentHalf(String name, String snapshotUid, Optional<String> record, boolean deleting, String driver) {

    static ContentHalf of(VolumeSnapshotContent content) {
        return new ContentHalf(
                content.getMetadata().getName(),
                Optional.ofNullable(content.getSpec().getVolumeSnapshotRef())
                        .map(ObjectReference::getUid)
                        .orElse(""),
                VaultObject.annotation(content, Api.ANNOTATION_LINEAGE).map(ContentHalf::digest),
                VaultObject.isDeleting(content),
                Optional.ofNullable(content.getSpec().getDriver()).orElse("").intern());
    }

    /** Stands for a record where it only matters whether two are the same. */
    static String digest(String record) {
        return new String(Sha256.bytes(record), StandardCharsets.ISO_8859_1);
    }
}
