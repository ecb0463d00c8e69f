package dev.headwater.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NewsTest {
    private static final VolumeSnapshot SNAPSHOT = new VolumeSnapshotBuilder()
            .withNewMetadata()
            .withName("hw-1")
            .withUid("u1")
            .addToLabels("headwater.dev/stream", "s")
            .endMetadata()
            .withNewSpec()
            .withNewSource()
            .withPersistentVolumeClaimName("hw-1")
            .endSource()
            .endSpec()
            .withNewStatus()
            .withReadyToUse(false)
            .endStatus()
            .build();

    static Stream<UnaryOperator<VolumeSnapshotBuilder>> what_others_note_for_themselves_is_no_news() {
        return Stream.of(
                made -> made.editMetadata().withResourceVersion("2").endMetadata(),
                made -> made.editMetadata()
                        .addToFinalizers("snapshot.storage.kubernetes.io/volumesnapshot-as-source-protection")
                        .endMetadata(),
                made -> made.editMetadata()
                        .addToAnnotations("snapshot.storage.kubernetes.io/note", "x")
                        .endMetadata());
    }

    @ParameterizedTest
    @MethodSource
    void what_others_note_for_themselves_is_no_news(UnaryOperator<VolumeSnapshotBuilder> change) {
        assertThat(News.isIn(change.apply(SNAPSHOT.toBuilder()).build(), SNAPSHOT))
                .isFalse();
    }

    static Stream<UnaryOperator<VolumeSnapshotBuilder>> what_is_judged_is_news() {
        return Stream.of(
                made -> made.editStatus().withReadyToUse(true).endStatus(),
                made -> made.withStatus(null),
                made -> made.editMetadata()
                        .withDeletionTimestamp("2026-01-01T00:00:00Z")
                        .endMetadata(),
                made -> made.editMetadata().withUid("u2").endMetadata(),
                made -> made.editMetadata()
                        .addToLabels("headwater.dev/stream", "t")
                        .endMetadata(),
                made -> made.editMetadata()
                        .addToAnnotations("headwater.dev/lineage", "l")
                        .endMetadata(),
                made -> made.editSpec()
                        .editSource()
                        .withPersistentVolumeClaimName("hw-2")
                        .endSource()
                        .endSpec());
    }

    @ParameterizedTest
    @MethodSource
    void what_is_judged_is_news(UnaryOperator<VolumeSnapshotBuilder> change) {
        assertThat(News.isIn(change.apply(SNAPSHOT.toBuilder()).build(), SNAPSHOT))
                .isTrue();
    }

    @Test
    void a_claim_is_news_when_it_is_bound_and_a_keeper_when_it_is_scheduled() {
        PersistentVolumeClaim claim = new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build();
        var chosen = claim.toBuilder()
                .editMetadata()
                .addToAnnotations("volume.kubernetes.io/selected-node", "node-1")
                .endMetadata()
                .build();
        var bound =
                chosen.toBuilder().editStatus().withPhase("Bound").endStatus().build();
        assertThat(News.isIn(chosen, claim)).isFalse();
        assertThat(News.isIn(bound, chosen)).isTrue();

        var keeper = new PodBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
        var scheduled =
                keeper.toBuilder().editSpec().withNodeName("node-1").endSpec().build();
        assertThat(News.isIn(scheduled, keeper)).isTrue();
    }
}
