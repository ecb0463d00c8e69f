package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places that have no room for the volume of a job, or that the job's node cannot reach. */
@IsolatedStory
class FullStorageStory {
    private static final Duration SHORT = Duration.ofSeconds(24);
    private static final Duration LONG = Duration.ofSeconds(80);

    @ParameterizedTest
    @CsvSource({
        "ControllerPublishVolume fail RESOURCE_EXHAUSTED,AttachFailed",
        "CreateVolume fail RESOURCE_EXHAUSTED,StorageUnavailable"
    })
    void a_place_without_room_is_waited_for_until_the_step_gets_scratch_and_is_told_why(
            String fault, String reason, Stage stage) throws IOException {
        stage.savedState("older");
        var newest = stage.savedStateAs("newer");
        var job = stage.job("restoring");
        var steps = stage.steps(job);
        steps.jobStarted();
        try (var _ = new Storage(stage.world()).goingWrong(fault)) {
            var restore = steps.tryRestore(Stage.KEY, stage.version(), SHORT);
            assertThat(restore.exitCode()).as(restore.output()).isZero();
            assertThat(restore.output()).contains("runs cold at " + Stage.PATH);
        }
        assertThat(steps.save()).doesNotContain("Saved as");
        var run = stage.completed(job);
        assertThat(Stage.answer(run).reason()).isEqualTo("PlaceUnavailable");
        assertThat(run.getStatus().attempts()).singleElement().satisfies(attempt -> {
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
        try (var _ = new Storage(stage.world()).goingWrong("CreateVolume wrong-zone once")) {
            var restore = steps.tryRestore(Stage.KEY, stage.version(), LONG);
            assertThat(restore.exitCode()).as(restore.output()).isZero();
        }
        assertThat(steps.run("cat " + Stage.PATH + "/state")).isEqualTo("kept");
        assertThat(stage.run(job).getStatus().attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.reason()).isEqualTo("WrongZone"));
        steps.skip();
        stage.completed(job);
    }
}
