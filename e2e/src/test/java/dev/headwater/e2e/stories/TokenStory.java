package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenReason;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Tokens of jobs on their way: from the job's file over the node plugin's own identity and TLS into the journal, and nowhere else. */
@SharedStory
class TokenStory {
    private static final String FILE = "/tmp/id-token";
    private static final String TOKEN = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJub2JvZHkifQ.";

    private static RunStatus.Proofs proofs(BuildSnapshotRun run) {
        return Objects.requireNonNull(
                Objects.requireNonNull(run.getStatus()).proofs(),
                () -> "nothing is known of tokens: " + run.getStatus());
    }

    @Test
    void a_token_that_nobody_signed_is_told_of_and_takes_nothing_away(Stage stage) {
        var job = stage.job("unsigned");
        var steps = stage.steps(job);
        steps.run("printf '%s' '" + TOKEN + "' > " + FILE);
        stage.attached(job, "--token-file", FILE);

        assertThat(proofs(stage.run(job)).restore().reason()).isEqualTo(TokenReason.AlgorithmNotAllowed.name());
        steps.run("echo sound > " + Stage.PATH + "/state");
        steps.run("/mnt/.headwater/headwater save --path " + Stage.PATH + " --token-file " + FILE);

        var run = stage.completed(job);
        assertThat(proofs(run).save().reason()).isEqualTo(TokenReason.AlgorithmNotAllowed.name());
        assertThat(Stage.save(run).reason()).isEqualTo("JobAsked");
        assertThat(Serialization.asYaml(run)).doesNotContain(TOKEN);
        stage.nextRunIsSound("sound");
    }
}
