package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots that are broken, places that have no room, and people who delete things while a job waits. */
@IsolatedStory
class BrokenStorageStory {
    private static final Duration SHORT = Duration.ofSeconds(24);
    private static final Duration LONG = Duration.ofSeconds(80);

    private static List<RunStatus.Attempt> attempts(BuildSnapshotRun run) {
        return Objects.requireNonNullElse(run.getStatus().attempts(), List.of());
    }

    /** Two saves of main; returns the snapshot of the later one. */
    private static String two_states(Stage stage) {
        stage.savedState("older");
        return stage.savedStateAs("newer");
    }

    @ParameterizedTest
    @CsvSource({"clri <2>,FileSystemBroken", "rm /.headwater/record,RecordMismatch"})
    void a_broken_snapshot_is_passed_over_and_the_one_before_it_restored(String damage, String reason, Stage stage)
            throws IOException {
        var broken = two_states(stage);
        try (var storage = new Storage(stage.world())) {
            storage.tamper(broken, damage);
        }

        var job = stage.job("restoring");
        var steps = stage.attached(job);

        assertThat(steps.run("cat " + Stage.PATH + "/state")).isEqualTo("older");
        assertThat(attempts(stage.run(job))).singleElement().satisfies(attempt -> {
            assertThat(attempt.snapshot()).isEqualTo(broken);
            assertThat(attempt.failure()).isEqualTo("CandidateBroken");
            assertThat(attempt.reason()).isEqualTo(reason);
        });
        steps.save();
        stage.completed(job);
        stage.nextRunIsSound("older");
    }

    @ParameterizedTest
    @CsvSource({
        "ControllerPublishVolume fail RESOURCE_EXHAUSTED,AttachFailed",
        "CreateVolume fail RESOURCE_EXHAUSTED,StorageUnavailable"
    })
    void a_place_without_room_is_waited_for_until_the_step_gets_scratch_and_is_told_why(
            String fault, String reason, Stage stage) throws IOException {
        var newest = two_states(stage);
        var job = stage.job("restoring");
        var steps = stage.steps(job);
        steps.jobStarted();
        try (var _ = new Storage(stage.world()).goesWrong(fault)) {
            var restore = steps.tryRestore(Stage.KEY, stage.version(), SHORT);
            assertThat(restore.exitCode()).as(restore.output()).isZero();
            assertThat(restore.output()).contains("runs cold at " + Stage.PATH);
        }
        assertThat(steps.save()).doesNotContain("Saved as");
        var run = stage.completed(job);
        assertThat(Stage.answer(run).reason()).isEqualTo("PlaceUnavailable");
        assertThat(attempts(run)).singleElement().satisfies(attempt -> {
            assertThat(attempt.snapshot()).isEqualTo(newest);
            assertThat(attempt.reason()).isEqualTo(reason);
        });
        stage.nextRunIsSound("newer");
    }

    @Test
    void a_volume_in_another_zone_is_made_again(Stage stage) throws IOException {
        stage.savedState("kept");
        var job = stage.job("restoring");
        var steps = stage.steps(job);
        steps.jobStarted();
        try (var _ = new Storage(stage.world()).goesWrong("CreateVolume wrong-zone once")) {
            var restore = steps.tryRestore(Stage.KEY, stage.version(), LONG);
            assertThat(restore.exitCode()).as(restore.output()).isZero();
        }
        assertThat(steps.run("cat " + Stage.PATH + "/state")).isEqualTo("kept");
        assertThat(attempts(stage.run(job)))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.reason()).isEqualTo("WrongZone"));
        steps.skip();
        stage.completed(job);
    }

    @ParameterizedTest
    @ValueSource(strings = {"claim", "keeper", "run"})
    void what_somebody_deletes_while_the_job_waits_is_made_again(String what, Stage stage) throws IOException {
        stage.savedState("kept");
        var job = stage.job("waiting");
        var steps = stage.steps(job);
        steps.jobStarted();
        try (var _ = new Storage(stage.world()).goesWrong("ControllerPublishVolume delay 4s once")) {
            var restore = CompletableFuture.supplyAsync(() -> steps.tryRestore(Stage.KEY, stage.version(), LONG));
            var run = stage.runOnceMade(job);
            delete(stage, what, run);
            var done = restore.join();
            assertThat(done.exitCode()).as(done.output()).isZero();
        }
        assertThat(steps.run("cat " + Stage.PATH + "/state")).isEqualTo("kept");
        steps.save();
        stage.completed(job);
        stage.nextRunIsSound("kept");
    }

    private static void delete(Stage stage, String what, BuildSnapshotRun run) {
        var client = stage.world().client();
        var name = run.getMetadata().getName();
        switch (what) {
            case "claim" ->
                client.resources(PersistentVolumeClaim.class)
                        .inNamespace(World.VAULT)
                        .withName(name)
                        .delete();
            case "keeper" ->
                client.resources(Pod.class)
                        .inNamespace(World.VAULT)
                        .withName(name)
                        .delete();
            default -> client.resource(run).delete();
        }
    }

    @Test
    void a_claim_that_somebody_deletes_while_the_job_works_costs_its_save_and_nothing_else(Stage stage) {
        stage.savedState("kept");
        var job = stage.job("working");
        var steps = stage.attached(job);
        delete(stage, "claim", stage.run(job));
        steps.run("echo changed > " + Stage.PATH + "/state");
        assertThat(steps.save()).doesNotContain("Saved as");
        assertThat(Stage.save(stage.completed(job)).reason()).isEqualTo("SnapshotFailed");
        stage.nextRunIsSound("kept");
    }
}
