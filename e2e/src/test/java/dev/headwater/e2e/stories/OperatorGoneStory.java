package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.e2e.world.Runs;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@IsolatedStory
class OperatorGoneStory {
    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(20);

    @AfterEach
    void bringTheOperatorBack(Stage stage) {
        new Parts(stage.world()).scaleOperator(1);
    }

    @Test
    void without_an_operator_the_job_runs_cold_on_scratch_within_its_timeout_and_its_run_says_so_later(Stage stage) {
        stage.savedState("kept");
        var parts = new Parts(stage.world());
        parts.scaleOperator(0);
        parts.awaitGone(Parts.OPERATOR);

        var job = stage.job("orphan");
        var steps = stage.steps(job);
        steps.jobStarted();
        var restore = steps.tryRestore(Stage.KEY, stage.version(), STEP_TIMEOUT);

        assertThat(restore.exitCode()).as(restore.output()).isZero();
        assertThat(restore.output()).contains("runs cold at " + Stage.PATH);
        assertThat(steps.run("ls -A " + Stage.PATH)).doesNotContain("state");
        steps.run("echo cold > %1$s/state && stat -c %%u %1$s".formatted(Stage.PATH));
        assertThat(steps.save()).doesNotContain("Saved as");

        parts.scaleOperator(1);
        parts.awaitReady(Parts.OPERATOR);
        var run = stage.completed(job);
        assertThat(Stage.answer(run).outcome()).isEqualTo("scratch");
        assertThat(Stage.answer(run).reason()).isEqualTo("TimedOut");
        assertThat(Runs.reason(run, ConditionType.Complete)).contains("Scratch");
        stage.nextRunIsSound("kept");
    }
}
