package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.e2e.world.PodShell;
import dev.headwater.e2e.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

@IsolatedStory
class KilledPartsStory {
    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(100);

    @Test
    void what_is_killed_costs_a_job_that_works_nothing_but_its_save_where_it_held_the_volume(Stage stage)
            throws Exception {
        stage.savedState("kept");
        var first = savedWithout(Parts.PLUGIN, "kept", stage);
        var second = savedWithout(Parts.OPERATOR, first, stage);
        costsTheSave(stage);
        stage.nextRunIsSound(second);
    }

    /** A part that is killed costs a job that works nothing and delays one that waits; returns the state that the first one saves. */
    private static String savedWithout(String part, String before, Stage stage) throws Exception {
        var state = "without-" + part;
        var parts = new Parts(stage.world());
        var work = stage.workflowRun();
        var working = stage.job("working-" + part, work);
        var workingSteps = stage.attached(working, stage.shows(working, stage.token(working, work, TokenUse.RESTORE)));
        var waiting = stage.job("waiting-" + part);
        var waitingSteps = stage.steps(waiting);
        waitingSteps.jobStarted();

        PodShell.Done done;
        try (var beside = Executors.newVirtualThreadPerTaskExecutor()) {
            var restore = beside.submit(() -> waitingSteps.tryRestore(Stage.KEY, stage.version(), STEP_TIMEOUT));
            parts.kill(part);
            workingSteps.run("echo " + state + " > " + Stage.PATH + "/state");
            done = restore.get();
        }
        assertThat(done.exitCode()).as(done.output()).isZero();
        assertThat(waitingSteps.run("cat " + Stage.PATH + "/state")).isEqualTo(before);
        waitingSteps.skip();
        assertThat(Stage.answer(stage.completed(waiting)).outcome()).isEqualTo("attached");
        parts.awaitReady(part);
        assertThat(workingSteps.save(stage.shows(working, stage.token(working, work, TokenUse.SAVE))))
                .contains("Saved as");
        var run = stage.completed(working);
        assertThat(Stage.save(run).reason()).isEqualTo("JobAsked");
        var proofs =
                Objects.requireNonNull(Objects.requireNonNull(run.getStatus()).proofs());
        assertThat(List.of(proofs.restore().reason(), proofs.save().reason())).containsOnly("Verified");
        return state;
    }

    /** A keeper that is killed lets the job work on, and its volume is not saved. */
    private static void costsTheSave(Stage stage) {
        var job = stage.job("working");
        var steps = stage.attached(job);
        var keeper = Objects.requireNonNull(stage.run(job).getStatus().volume()).keeper();

        stage.world()
                .client()
                .pods()
                .inNamespace(World.VAULT)
                .withName(keeper)
                .withGracePeriod(0)
                .delete();

        steps.run("for i in 1 2 3 4 5 6 7 8 9; do echo lost > " + Stage.PATH + "/state; sleep 0.5; done");
        PodShell.Done save = steps.trySave();
        assertThat(save.output()).doesNotContain("Saved as");
        var run = stage.completed(job);
        assertThat(Stage.save(run).decision()).isEqualTo("Skip");
        assertThat(Stage.save(run).reason()).isIn("VolumeUnclean", "SealFailed");
    }
}
