package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ProofReason;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tokens of jobs: from the job's file over the node plugin's own identity and TLS to an operator that asks the issuer for its keys. */
@SharedStory
class TokenStory {
    /** Its policy saves proven jobs, and hands content to everybody. */
    private static final String KEY = "proven";

    private static RunStatus status(BuildSnapshotRun run) {
        return Objects.requireNonNull(run.getStatus());
    }

    private static RunStatus.Proofs proofs(BuildSnapshotRun run) {
        return Objects.requireNonNull(status(run).proofs(), () -> "nothing is known of tokens: " + run.getStatus());
    }

    private static Optional<VolumeSnapshot> snapshot(Stage stage, BuildSnapshotRun run) {
        return Optional.ofNullable(stage.world()
                .client()
                .resources(VolumeSnapshot.class)
                .inNamespace(World.VAULT)
                .withName(run.getMetadata().getName())
                .get());
    }

    private static String logs(Stage stage) {
        var pods = stage.world().client().pods().inNamespace(World.RELEASE);
        return pods.list().getItems().stream()
                .map(pod -> pods.withName(pod.getMetadata().getName()).getLog())
                .reduce("", String::concat);
    }

    @Test
    void a_job_that_shows_its_tokens_is_proven_and_so_is_what_it_saves(Stage given) {
        var stage = given.on(KEY);
        var job = stage.workflowRun();
        var pod = stage.job("prover", job);
        var start = stage.token(pod, job, TokenUse.RESTORE);
        var end = stage.token(pod, job, TokenUse.SAVE);

        var steps = stage.attached(pod, stage.shows(pod, start));
        steps.run("echo sound > " + Stage.PATH + "/state");
        assertThat(steps.save(stage.shows(pod, end))).contains("Saved as");

        var run = stage.completed(pod);
        assertThat(proofs(run).restore().reason()).isEqualTo(ProofReason.Verified.name());
        assertThat(proofs(run).save().reason()).isEqualTo(ProofReason.Verified.name());
        assertThat(status(run).restore().level()).isEqualTo(TrustLevel.Proven);
        assertThat(snapshot(stage, run))
                .hasValueSatisfying(snapshot -> assertThat(
                                snapshot.getMetadata().getAnnotations().get(Api.ANNOTATION_LINEAGE))
                        .contains("\"trust\":\"Proven\""));
        assertThat(Serialization.asYaml(run) + logs(stage)).doesNotContain(start, end);
    }

    @Test
    void a_job_whose_token_speaks_of_another_branch_saves_nothing_and_is_told_of(Stage given) {
        var stage = given.on(KEY);
        var claimed = stage.workflowRun();
        var own = claimed.at("refs/heads/feature", claimed.sha());
        var pod = stage.job("liar", claimed);

        var steps = stage.attached(pod, stage.shows(pod, stage.token(pod, own, TokenUse.RESTORE)));
        steps.run("echo forged > " + Stage.PATH + "/state");
        assertThat(steps.save(stage.shows(pod, stage.token(pod, own, TokenUse.SAVE))))
                .doesNotContain("Saved as");

        var run = stage.completed(pod);
        assertThat(proofs(run).restore().reason()).isEqualTo(ProofReason.ClaimsContradict.name());
        assertThat(status(run).restore().level()).isEqualTo(TrustLevel.Claimed);
        assertThat(Stage.save(run).reason()).isEqualTo("NotTrustedEnough");
        assertThat(Stage.save(run).message()).contains("refs/heads/feature", "refs/heads/main");
        assertThat(snapshot(stage, run)).isEmpty();
        await("an event").atMost(Stage.PATIENCE).until(() -> isTold(stage, run));
    }

    private static boolean isTold(Stage stage, BuildSnapshotRun run) {
        return stage.world().client().events().v1().events().inNamespace(World.JOBS).list().getItems().stream()
                .filter(event ->
                        run.getMetadata().getUid().equals(event.getRegarding().getUid()))
                .anyMatch(event -> ProofReason.ClaimsContradict.name().equals(event.getReason()));
    }
}
