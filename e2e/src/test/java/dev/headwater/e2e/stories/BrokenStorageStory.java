package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.e2e.world.Runs;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots that are broken, and people who delete things while a job waits or works. */
@SharedStory
@Order(1)
class BrokenStorageStory {
    private static final Duration LONG = Duration.ofSeconds(80);

    @ParameterizedTest
    @CsvSource({"clri <2>,FileSystemBroken", "rm /.headwater/record,RecordMismatch"})
    void a_broken_snapshot_is_passed_over_and_the_one_before_it_restored(String damage, String reason, Stage stage) {
        stage.savedState("older");
        var broken = stage.savedStateAs("newer");
        new Storage(stage.world()).tamper(broken, damage);

        var job = stage.job("restoring");
        var steps = stage.attached(job);

        assertThat(steps.run("cat " + Stage.PATH + "/state")).isEqualTo("older");
        assertThat(stage.run(job).getStatus().attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.snapshot()).isEqualTo(broken);
            assertThat(attempt.failure()).isEqualTo("CandidateBroken");
            assertThat(attempt.reason()).isEqualTo(reason);
        });
        steps.save();
        stage.completed(job);
        stage.nextRunIsSound("older");
    }

    @ParameterizedTest
    @ValueSource(strings = {"claim", "keeper", "run"})
    void what_somebody_deletes_while_the_job_waits_is_made_again(String what, Stage stage) throws Exception {
        stage.savedState("kept");
        var job = stage.job("waiting");
        var steps = stage.steps(job);
        steps.jobStarted();
        try (var beside = Executors.newVirtualThreadPerTaskExecutor();
                var _ = new Storage(stage.world()).goingWrong("ControllerPublishVolume delay 4s")) {
            var restore = beside.submit(() -> steps.tryRestore(Stage.KEY, stage.version(), LONG));
            var run = stage.runOnceMade(job);
            delete(stage, what, run);
            var done = restore.get();
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

    @Test
    void a_run_that_somebody_deletes_while_the_job_works_is_made_again_and_saved(Stage stage) {
        stage.savedState("kept");
        var job = stage.job("working");
        var steps = stage.attached(job);
        var deleted = stage.run(job);
        delete(stage, "run", deleted);
        await("the run is there again")
                .atMost(Stage.PATIENCE)
                .until(() -> new Runs(stage.world())
                        .of(job.uid()).stream()
                                .anyMatch(again -> !again.getMetadata()
                                        .getUid()
                                        .equals(deleted.getMetadata().getUid())));
        steps.run("echo changed > " + Stage.PATH + "/state");
        assertThat(steps.save()).contains("Saved as");
        assertThat(Stage.save(stage.completed(job)).reason()).isEqualTo("JobAsked");
        stage.nextRunIsSound("changed");
    }
}
