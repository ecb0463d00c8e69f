package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.e2e.world.PodShell;
import dev.headwater.e2e.world.World;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@IsolatedStory
class KilledPartsStory {
    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(100);

    @ParameterizedTest
    @ValueSource(strings = {Parts.PLUGIN, Parts.OPERATOR})
    void a_part_that_is_killed_while_the_job_works_costs_the_job_nothing(String part, Stage stage) {
        var parts = new Parts(stage.world());
        var job = stage.job("working");
        var steps = stage.attached(job);
        steps.run("echo before > " + Stage.PATH + "/state");

        parts.kill(part);

        steps.run("echo while-" + part + "-is-gone > " + Stage.PATH + "/state");
        assertThat(steps.save()).contains("Saved as");
        assertThat(Stage.save(stage.completed(job)).reason()).isEqualTo("JobAsked");
        parts.awaitReady(part);
        stage.nextRunIsSound("while-" + part + "-is-gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {Parts.PLUGIN, Parts.OPERATOR})
    void a_part_that_is_killed_while_the_job_waits_for_its_volume_only_delays_it(String part, Stage stage) {
        stage.savedState("kept");
        var parts = new Parts(stage.world());
        var job = stage.job("waiting");
        var steps = stage.steps(job);
        steps.jobStarted();

        var restore = CompletableFuture.supplyAsync(() -> steps.tryRestore(Stage.KEY, stage.version(), STEP_TIMEOUT));
        parts.kill(part);

        var done = restore.join();
        assertThat(done.exitCode()).as(done.output()).isZero();
        assertThat(steps.run("cat " + Stage.PATH + "/state")).isEqualTo("kept");
        steps.skip();
        assertThat(Stage.answer(stage.completed(job)).outcome()).isEqualTo("attached");
        parts.awaitReady(part);
        stage.nextRunIsSound("kept");
    }

    @Test
    void a_keeper_that_is_killed_lets_the_job_work_on_and_its_volume_is_not_saved(Stage stage) {
        stage.savedState("kept");
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
        stage.nextRunIsSound("kept");
    }
}
