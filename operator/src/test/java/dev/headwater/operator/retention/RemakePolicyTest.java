package dev.headwater.operator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.retention.RemakePolicy.Aim;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContentBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContentStatusBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RemakePolicyTest {
    private static final String LINEAGE = Keeping.lineage(Keeping.MAIN, "", "linux/amd64", 1, TrustLevel.Latched)
            .toJson();

    /** As the snapshot controller makes it, of a VolumeSnapshot that is gone. */
    private static VolumeSnapshotContent content() {
        return new VolumeSnapshotContentBuilder()
                .withNewMetadata()
                .withName("snapcontent-1")
                .withUid("content-uid")
                .addToAnnotations(Api.ANNOTATION_LINEAGE, LINEAGE)
                .endMetadata()
                .withNewSpec()
                .withDeletionPolicy("Retain")
                .withDriver(Given.DRIVER)
                .withVolumeSnapshotClassName("block")
                .withSourceVolumeMode("Filesystem")
                .withNewSource(null, "vol-1")
                .withNewVolumeSnapshotRef()
                .withNamespace(Given.VAULT)
                .withName("s1")
                .withUid("uid-of-the-first")
                .endVolumeSnapshotRef()
                .endSpec()
                .withStatus(new VolumeSnapshotContentStatusBuilder()
                        .withSnapshotHandle("snap-1")
                        .withReadyToUse(true)
                        .build())
                .build();
    }

    private static VolumeSnapshot snapshot(String uid, String content) {
        return new VolumeSnapshotBuilder()
                .withNewMetadata()
                .withNamespace(Given.VAULT)
                .withName("s1")
                .withUid(uid)
                .endMetadata()
                .withNewSpec()
                .withNewSource()
                .withVolumeSnapshotContentName(content)
                .endSource()
                .endSpec()
                .build();
    }

    private static RemakeStep next(
            VolumeSnapshotContent content,
            Optional<VolumeSnapshot> snapshot,
            Optional<VolumeSnapshotContent> successor) {
        return RemakePolicy.next(new RemakeFacts(content, snapshot, successor, false), Keeping.STREAM, Aim.REMAKE);
    }

    private static RemakeStep alone(VolumeSnapshotContent content) {
        return next(content, Optional.empty(), Optional.empty());
    }

    @Test
    void a_second_content_then_the_first_goes_then_the_snapshot() {
        var old = content();
        var successor = ((RemakeStep.MakeContent) alone(old)).desired();
        assertThat(successor.getSpec().getSource().getSnapshotHandle()).isEqualTo("snap-1");
        assertThat(successor.getSpec().getDeletionPolicy()).isEqualTo("Retain");

        assertThat(next(old, Optional.empty(), Optional.of(successor))).isEqualTo(new RemakeStep.DropContent(old));

        var snapshot = ((RemakeStep.MakeSnapshot) alone(successor)).desired();
        assertThat(snapshot.getMetadata().getName()).isEqualTo("s1");
        assertThat(snapshot.getMetadata().getAnnotations()).containsEntry(Api.ANNOTATION_LINEAGE, LINEAGE);
        assertThat(snapshot.getSpec().getSource().getVolumeSnapshotContentName())
                .isEqualTo(successor.getMetadata().getName());

        snapshot.getMetadata().setUid("uid-of-the-second");
        assertThat(next(successor, Optional.of(snapshot), Optional.empty())).isInstanceOf(RemakeStep.Wait.class);
    }

    @Test
    void one_that_was_made_again_can_be_made_again() {
        var second = ((RemakeStep.MakeContent) alone(content())).desired();
        second.getMetadata().setUid("second-uid");
        second.getSpec().getVolumeSnapshotRef().setUid("uid-of-the-second");
        second.setStatus(content().getStatus());
        var third = ((RemakeStep.MakeContent) alone(second)).desired();
        assertThat(third.getMetadata().getName())
                .isNotEqualTo(second.getMetadata().getName());
        assertThat(third.getSpec().getSource().getSnapshotHandle()).isEqualTo("snap-1");
    }

    @Test
    void a_successor_that_stands_for_something_else_makes_nothing_go() {
        var other = ((RemakeStep.MakeContent) alone(content())).desired();
        other.getSpec().getSource().setSnapshotHandle("snap-2");
        assertThat(next(content(), Optional.empty(), Optional.of(other))).isInstanceOf(RemakeStep.Leave.class);
    }

    @Test
    void another_snapshot_of_the_name_is_left_alone() {
        assertThat(next(content(), Optional.of(snapshot("other", "other")), Optional.empty()))
                .isInstanceOf(RemakeStep.Leave.class);
    }

    @Test
    void a_watch_that_lags_behind_makes_nothing() {
        assertThat(next(content(), Optional.of(snapshot("uid-of-the-first", "")), Optional.empty()))
                .isInstanceOf(RemakeStep.Wait.class);
    }

    @Test
    void while_its_run_saves_it_the_run_sees_to_it() {
        var facts = new RemakeFacts(content(), Optional.empty(), Optional.empty(), true);
        assertThat(RemakePolicy.next(facts, Keeping.STREAM, Aim.REMAKE)).isInstanceOf(RemakeStep.Wait.class);
    }

    /** What makes a content none of ours, or nothing to make a snapshot of. */
    enum Flaw {
        GOES_WITH_ITS_SNAPSHOT,
        BEING_DELETED,
        WITHOUT_RECORD,
        OF_ANOTHER_STREAM,
        NEVER_MADE,
        NEVER_READY
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void what_is_none_of_ours_is_left_alone(Flaw flaw) {
        var content = content();
        switch (flaw) {
            case GOES_WITH_ITS_SNAPSHOT -> content.getSpec().setDeletionPolicy("Delete");
            case BEING_DELETED -> content.getMetadata().setDeletionTimestamp(Given.START.toString());
            case WITHOUT_RECORD -> content.getMetadata().setAnnotations(null);
            case OF_ANOTHER_STREAM ->
                content.getMetadata()
                        .getAnnotations()
                        .put(
                                Api.ANNOTATION_LINEAGE,
                                Given.lineage("other", Keeping.MAIN, 1, TrustLevel.Latched, List.of())
                                        .toJson());
            case NEVER_MADE -> content.setStatus(null);
            case NEVER_READY -> content.getStatus().setReadyToUse(false);
        }
        assertThat(alone(content)).isInstanceOf(RemakeStep.Leave.class);
    }

    @Test
    void a_stream_that_goes_takes_the_data_along_once() {
        var old = content();
        var successor = ((RemakeStep.MakeContent) alone(old)).desired();
        var steps = new ArrayList<RemakeStep>();
        steps.add(clear(old, Optional.of(successor)));
        steps.add(clear(successor, Optional.empty()));
        steps.add(clear(old, Optional.empty()));
        assertThat(steps)
                .containsExactly(
                        new RemakeStep.DropContent(old),
                        new RemakeStep.DropData(successor),
                        new RemakeStep.DropData(old));
    }

    private static RemakeStep clear(VolumeSnapshotContent content, Optional<VolumeSnapshotContent> successor) {
        return RemakePolicy.next(
                new RemakeFacts(content, Optional.empty(), successor, false), Keeping.STREAM, Aim.CLEAR);
    }
}
