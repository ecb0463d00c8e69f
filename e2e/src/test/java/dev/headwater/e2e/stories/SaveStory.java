package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.e2e.world.Runs;
import java.util.Objects;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What a job can say about its volume while it runs, and what keeps a volume from being kept. */
@SharedStory
@Order(3)
class SaveStory {
    private static final String STATE_FILE = "/mnt/.headwater/in/state";
    private static final String[] MARKED = {
        "--save", "auto", "--save-marker-file", "marker", "--save-marker-value", "42"
    };

    /** Looks like one, and is none: made up for this story. */
    private static final String TOKEN = "ghp_" + "0aB1cD2eF3".repeat(4).substring(0, 36);

    private static void assertVerdict(BuildSnapshotRun run, String reason) {
        assertThat(Stage.save(run).reason()).as("%s", Stage.save(run)).isEqualTo(reason);
    }

    @Test
    void the_last_word_in_the_state_file_counts(Stage stage) {
        var talker = stage.job("talker");
        var steps = stage.attached(talker, "--save", "false");
        steps.run(
                "echo save=true >> %1$s && echo nonsense >> %1$s && echo save=false >> %1$s && echo 'reason=tests failed' >> %1$s"
                        .formatted(STATE_FILE));
        steps.finish();
        var skipped = stage.completed(talker);
        assertVerdict(skipped, "JobAskedToSkip");
        assertThat(Stage.save(skipped).message()).contains("tests failed");

        var other = stage.job("other");
        var last = stage.attached(other, "--save", "false");
        last.run("echo said > %s/state && echo save=true >> %s".formatted(Stage.PATH, STATE_FILE));
        assertThat(last.finish()).contains("Saved as");
        assertVerdict(stage.completed(other), "JobAsked");
        stage.nextRunIsSound("said");
    }

    @Test
    void what_carries_its_markers_value_is_not_saved_again_unless_a_step_insists(Stage stage) {
        var first = stage.job("first");
        assertThat(stage.attached(first, MARKED).finish()).contains("Saved as");
        assertVerdict(stage.completed(first), "JobAsked");

        var second = stage.job("second");
        var steps = stage.attached(second, MARKED);
        assertThat(steps.run("cat " + Stage.PATH + "/marker")).isEqualTo("42");
        steps.finish();
        var unchanged = stage.completed(second);
        assertVerdict(unchanged, "Unchanged");
        assertThat(Runs.reason(unchanged, ConditionType.Captured)).contains("Unchanged");

        var third = stage.job("third");
        assertThat(stage.attached(third, MARKED).save()).contains("Saved as");
        assertVerdict(stage.completed(third), "JobAsked");
    }

    @Test
    void a_marker_file_that_is_not_there_means_that_nothing_is_saved(Stage stage) {
        var job = stage.job("unmarked");
        stage.attached(job, "--save-marker-file", "worth-saving").finish();
        assertVerdict(stage.completed(job), "MarkerMissing");
    }

    @Test
    void credentials_are_scrubbed_and_other_secrets_keep_a_volume_from_being_saved(Stage stage) {
        var tidy = stage.job("tidy");
        var first = stage.attached(tidy);
        first.run(
                "mkdir -p %1$s/cargo-home/registry && echo '[registry]' > %1$s/cargo-home/credentials.toml && echo kept > %1$s/state"
                        .formatted(Stage.PATH));
        assertThat(first.save()).contains("Saved as");
        stage.completed(tidy);

        var careless = stage.job("careless");
        var second = stage.attached(careless);
        assertThat(second.attempt("ls " + Stage.PATH + "/cargo-home/credentials.toml")
                        .exitCode())
                .isNotZero();
        second.run("echo export GITHUB_TOKEN=%s > %s/env.sh".formatted(TOKEN, Stage.PATH));
        var told = second.trySave().output();
        var found = stage.completed(careless);
        assertVerdict(found, "SecretsFound");
        assertThat(Objects.requireNonNull(Stage.save(found).message()))
                .contains("env.sh")
                .doesNotContain(TOKEN);
        assertThat(told).contains("env.sh").doesNotContain(TOKEN);
        stage.nextRunIsSound("kept");
    }
}
