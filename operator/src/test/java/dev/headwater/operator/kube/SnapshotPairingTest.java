package dev.headwater.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.Snapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContentBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotPairingTest {
    private static final String RECORD =
            Given.lineage(new Lane.Branch("main"), 1).toJson();

    private static VolumeSnapshot snapshot() {
        return new VolumeSnapshotBuilder()
                .withNewMetadata()
                .withName("s")
                .withUid("uid-s")
                .addToAnnotations(Api.ANNOTATION_LINEAGE, RECORD)
                .endMetadata()
                .withNewStatus()
                .withBoundVolumeSnapshotContentName("c")
                .withReadyToUse(true)
                .withCreationTime("2026-11-22T12:00:00Z")
                .endStatus()
                .build();
    }

    private static VolumeSnapshotContent content(String record, String uid) {
        return new VolumeSnapshotContentBuilder()
                .withNewMetadata()
                .withName("c")
                .addToAnnotations(Api.ANNOTATION_LINEAGE, record)
                .endMetadata()
                .withNewSpec()
                .withNewVolumeSnapshotRef()
                .withUid(uid)
                .endVolumeSnapshotRef()
                .endSpec()
                .build();
    }

    private static Snapshot pair(VolumeSnapshot snapshot, VolumeSnapshotContent... contents) {
        return SnapshotPairing.pair(List.of(snapshot), List.of(contents)).getFirst();
    }

    @Test
    void bound_both_ways_with_equal_records_is_restorable() {
        assertThat(pair(snapshot(), content(RECORD, "uid-s")).isRestorable()).isTrue();
    }

    @Test
    void a_content_that_points_elsewhere_proves_nothing() {
        assertThat(pair(snapshot(), content(RECORD, "uid-of-another")).isRestorable())
                .isFalse();
    }

    @Test
    void a_missing_content_proves_nothing() {
        assertThat(pair(snapshot()).isRestorable()).isFalse();
    }

    @Test
    void two_different_records_prove_nothing() {
        var other = Given.lineage(new Lane.Branch("main"), 2).toJson();
        assertThat(pair(snapshot(), content(other, "uid-s")).isRestorable()).isFalse();
    }

    @Test
    void what_is_being_deleted_on_either_side_is_not_restorable() {
        var deleted = snapshot();
        deleted.getMetadata().setDeletionTimestamp("2026-11-22T12:00:00Z");
        var content = content(RECORD, "uid-s");
        content.getMetadata().setDeletionTimestamp("2026-11-22T12:00:00Z");
        assertThat(pair(deleted, content(RECORD, "uid-s")).isRestorable()).isFalse();
        assertThat(pair(snapshot(), content).isRestorable()).isFalse();
    }
}
