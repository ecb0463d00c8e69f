package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.e2e.world.Runs;
import dev.headwater.e2e.world.Steps;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run, from request to snapshot, in which the operator dies at every single write. */
@IsolatedStory
class DeadlyWritesStory {
    private static final String KEY = "patient";
    private static final String PATH = "/mnt/patient";
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final int DEATHS_AT_LEAST = 10;

    @Test
    void the_run_ends_as_it_would_have_without_the_deaths(Stage stage, @TempDir Path folder) throws Exception {
        next(stage, "", "kept");

        try (var writes = new DeadlyWrites(stage.world(), folder)) {
            var run = next(stage, "kept", "outlived");
            assertThat(run.getStatus().attempts()).isNullOrEmpty();
            assertThat(writes.deaths()).hasSizeGreaterThan(DEATHS_AT_LEAST);
        }

        new Parts(stage.world()).awaitReady(Parts.OPERATOR);
        next(stage, "outlived", "sound");
    }

    /** The run of a job that finds {@code before}, which is empty for a first one, and leaves {@code after}. */
    private static BuildSnapshotRun next(Stage stage, String before, String after) {
        var job = stage.job("leaves-" + after);
        var steps = new Steps(job.shell(), PATH);
        steps.jobStarted();
        var restore = job.shell()
                .run(
                        "/mnt/.headwater/headwater restore --path %s --key %s --version %s --timeout %d"
                                .formatted(PATH, KEY, stage.version(), PATIENCE.toSeconds()),
                        PATIENCE);
        assertThat(restore.exitCode()).as(restore.output()).isZero();
        assertThat(steps.run("touch %1$s/state && cat %1$s/state".formatted(PATH)))
                .isEqualTo(before);
        steps.run("echo %s > %s/state".formatted(after, PATH));
        steps.trySave();
        var run = new Runs(stage.world()).completed(job, PATIENCE);
        assertThat(Stage.answer(run).outcome()).isEqualTo("attached");
        assertThat(Objects.requireNonNull(run.getStatus().restore()).from())
                .isEqualTo(before.isEmpty() ? "empty" : "branch");
        assertThat(Stage.save(run).cutAt()).isNotNull();
        return run;
    }
}
