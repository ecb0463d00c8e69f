package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.StreamSpec;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What stays of the snapshots, what goes, and what comes back, with the storage that holds them. */
@SharedStory
@Order(4)
class RetentionStory {
    private static final Duration SOON = Duration.ofMinutes(1);

    @Test
    void the_newest_stays_what_somebody_deletes_comes_back_and_a_stream_takes_its_snapshots_along_if_it_says_so(
            Stage stage) {
        var world = stage.world();
        stream(world, "frugal-kept", StreamSpec.DeletionPolicy.Retain);
        stream(world, "frugal-gone", StreamSpec.DeletionPolicy.Delete);
        var kept = stage.on("frugal-kept").savedStateAs("kept");
        var gone = stage.on("frugal-gone");
        var older = gone.savedStateAs("older");
        var newer = gone.savedStateAs("newer");

        goes(world, older);
        var first = snapshot(world, newer).orElseThrow();

        world.client().resource(first).delete();

        await("the snapshot that somebody deleted is there again")
                .atMost(SOON)
                .until(() -> snapshot(world, newer)
                        .filter(RetentionStory::isReady)
                        .filter(again -> !again.getMetadata()
                                .getUid()
                                .equals(first.getMetadata().getUid()))
                        .isPresent());
        var steps = gone.attached(stage.job("restoring"));
        assertThat(steps.run("cat " + Stage.PATH + "/state")).isEqualTo("newer");
        steps.skip();

        delete(world, "frugal-kept");
        delete(world, "frugal-gone");

        goes(world, newer);
        assertThat(snapshot(world, kept))
                .hasValueSatisfying(snapshot -> assertThat(isReady(snapshot)).isTrue());
        assertThat(contents(world, kept)).isOne();
    }

    private static void stream(World world, String key, StreamSpec.DeletionPolicy deletion) {
        var stream = new BuildSnapshotStream();
        stream.setMetadata(
                new ObjectMetaBuilder().withNamespace(World.JOBS).withName(key).build());
        stream.setSpec(new StreamSpec(
                Stage.REPOSITORY,
                key,
                Stage.PATH,
                "main",
                new StreamSpec.PolicyRef("frugal"),
                null,
                null,
                null,
                deletion));
        world.apply(stream);
    }

    private static void delete(World world, String stream) {
        world.client()
                .resources(BuildSnapshotStream.class)
                .inNamespace(World.JOBS)
                .withName(stream)
                .delete();
    }

    /** With its content; its run, which speaks of a snapshot that is not there any more, is then deleted by hand. */
    private static void goes(World world, String name) {
        await(name + " goes").atMost(SOON).until(() -> snapshot(world, name).isEmpty() && contents(world, name) == 0);
        world.client()
                .resources(BuildSnapshotRun.class)
                .inNamespace(World.JOBS)
                .withName(name)
                .delete();
    }

    private static Optional<VolumeSnapshot> snapshot(World world, String name) {
        return Optional.ofNullable(world.client()
                .resources(VolumeSnapshot.class)
                .inNamespace(World.VAULT)
                .withName(name)
                .get());
    }

    private static boolean isReady(VolumeSnapshot snapshot) {
        return snapshot.getStatus() != null
                && Objects.requireNonNullElse(snapshot.getStatus().getReadyToUse(), false);
    }

    private static long contents(World world, String name) {
        return world.client().resources(VolumeSnapshotContent.class).list().getItems().stream()
                .filter(content ->
                        content.getSpec().getVolumeSnapshotRef().getName().equals(name))
                .count();
    }
}
