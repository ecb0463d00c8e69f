package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places that have no room for the volume of a job, or that the job's node cannot reach. */
@SharedStory
@Order(3)
class FullStorageStory {
    private static final Duration SHORT = Duration.ofSeconds(24);
    private static final Duration LONG = Duration.ofSeconds(80);

    @BeforeEach
    void build(Stage stage) {
        scarce(stage).make("none");
    }

    @AfterEach
    void tearDown(Stage stage) {
        scarce(stage).remove();
    }

    @ParameterizedTest
    @CsvSource({
        "ControllerPublishVolume fail RESOURCE_EXHAUSTED,AttachFailed",
        "CreateVolume fail RESOURCE_EXHAUSTED,StorageUnavailable"
    })
    void a_place_without_room_is_waited_for_until_the_step_gets_scratch_and_is_told_why(
            String fault, String reason, Stage first) throws IOException {
        var scarce = scarce(first);
        var stage = first.on(scarce.name());
        stage.savedState("older");
        var newest = stage.savedStateAs("newer");
        var job = stage.job("restoring");
        var steps = stage.steps(job);
        steps.jobStarted();
        try (var _ = new Storage(stage.world()).goingWrong(fault + " of " + scarce.name())) {
            var restore = steps.tryRestore(stage.key(), stage.version(), SHORT);
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
    void a_volume_in_another_zone_is_made_again(Stage first) throws IOException {
        var scarce = scarce(first);
        var stage = first.on(scarce.name());
        stage.savedState("kept");
        var job = stage.job("restoring");
        var steps = stage.steps(job);
        steps.jobStarted();
        try (var _ = new Storage(stage.world()).goingWrong("CreateVolume wrong-zone once of " + scarce.name())) {
            var restore = steps.tryRestore(stage.key(), stage.version(), LONG);
            assertThat(restore.exitCode()).as(restore.output()).isZero();
        }
        assertThat(steps.run("cat " + Stage.PATH + "/state")).isEqualTo("kept");
        assertThat(stage.run(job).getStatus().attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.reason()).isEqualTo("WrongZone"));
        steps.skip();
        stage.completed(job);
    }

    private static OwnStorage scarce(Stage stage) {
        return new OwnStorage(stage.world(), "scarce-" + stage.version());
    }
}
