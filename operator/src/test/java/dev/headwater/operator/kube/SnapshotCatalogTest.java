package dev.headwater.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.Snapshot.State;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContentBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotCatalogTest {
    private static final String RECORD =
            Given.lineage(new Lane.Branch("main"), 1).toJson();

    private final SnapshotCatalog catalog = SnapshotCatalog.unwatched();

    private static VolumeSnapshot snapshot(String stream) {
        return new VolumeSnapshotBuilder()
                .withNewMetadata()
                .withNamespace(Given.VAULT)
                .withName("s")
                .withUid("uid-s")
                .withResourceVersion("7")
                .addToLabels(Api.LABEL_STREAM, stream)
                .addToAnnotations(Api.ANNOTATION_LINEAGE, RECORD)
                .withManagedFields(
                        new ManagedFieldsEntryBuilder().withManager("somebody").build())
                .endMetadata()
                .withNewStatus()
                .withBoundVolumeSnapshotContentName("c")
                .withReadyToUse(true)
                .withCreationTime("2026-11-22T12:00:00Z")
                .endStatus()
                .build();
    }

    private static VolumeSnapshotContent content() {
        return new VolumeSnapshotContentBuilder()
                .withNewMetadata()
                .withName("c")
                .addToAnnotations(Api.ANNOTATION_LINEAGE, RECORD)
                .endMetadata()
                .withNewSpec()
                .withDriver(Given.DRIVER)
                .withNewVolumeSnapshotRef()
                .withUid("uid-s")
                .endVolumeSnapshotRef()
                .endSpec()
                .build();
    }

    private void put(VolumeSnapshot snapshot) {
        catalog.snapshotStore().put(catalog.snapshotStore().getKey(snapshot), snapshot);
    }

    private void put(VolumeSnapshotContent content) {
        catalog.contentStore().put(catalog.contentStore().getKey(content), content);
    }

    @Test
    void both_halves_make_a_snapshot_in_whichever_order_they_arrive() {
        put(snapshot("a"));
        assertThat(catalog.ofStream("a")).extracting(Snapshot::state).containsExactly(State.HALF_BOUND);
        put(content());
        assertThat(catalog.ofStream("a")).singleElement().satisfies(found -> {
            assertThat(found.isRestorable()).isTrue();
            assertThat(found.driver()).contains(Given.DRIVER);
        });
    }

    @Test
    void it_says_the_same_as_a_list_of_both() {
        put(snapshot("a"));
        put(content());
        assertThat(catalog.ofStream("a")).isEqualTo(SnapshotPairing.pair(List.of(snapshot("a")), List.of(content())));
    }

    @Test
    void what_is_deleted_or_moves_to_another_stream_is_gone_from_the_first() {
        put(snapshot("a"));
        put(snapshot("b"));
        assertThat(catalog.ofStream("a")).isEmpty();
        assertThat(catalog.ofStream("b")).hasSize(1);
        catalog.snapshotStore().remove(Given.VAULT + "/s");
        assertThat(catalog.ofStream("b")).isEmpty();
        assertThat(catalog.snapshotStore().size()).isZero();
    }

    @Test
    void of_the_object_only_what_a_watch_compares_is_kept() {
        put(snapshot("a"));
        var kept = catalog.snapshotStore().get(Given.VAULT + "/s");
        assertThat(kept.getMetadata().getResourceVersion()).isEqualTo("7");
        assertThat(kept.getMetadata().getManagedFields()).isEmpty();
        assertThat(kept.getMetadata().getAnnotations()).isNullOrEmpty();
        assertThat(kept.getStatus()).isNull();
    }

    @Test
    void nothing_is_current_that_nobody_watches() {
        assertThat(catalog.isCurrent()).isFalse();
    }
}
