package dev.headwater.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.ProofReason;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.github.GithubServer;
import dev.headwater.operator.github.GithubServer.WorkflowFacts;
import dev.headwater.operator.status.Metric;
import dev.headwater.operator.status.RunJournal;
import dev.headwater.operator.status.StatusWriter;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.javaoperatorsdk.operator.Operator;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GitHub's word on jobs without tokens, through the whole walk: a GitHub on the loopback, and everything else as it is. */
@WithApiServer
class GithubApiTest {
    private static final PolicySpec PROVEN = new PolicySpec(
            null,
            null,
            null,
            null,
            new PolicySpec.Trust(TrustLevel.Claimed, TrustLevel.Proven),
            null,
            null,
            null,
            null);
    private static final long RUNNER = 7;
    private static final AtomicLong RUNS = new AtomicLong(5_000);

    static final GithubServer github = new GithubServer();
    static KubernetesClient client;
    static RunnerScaleSet scaleSet;
    static Said said;
    static Operator operator;

    @TempDir
    static Path folder = Path.of("");

    @BeforeAll
    static void start(KubernetesClient given) {
        client = given;
        scaleSet = new RunnerScaleSet(client);
        scaleSet.install();
        said = new Said(client);
        operator = TestApiServer.operator(
                client, github.witness(folder, Clock.systemUTC()), said.meters(), Clock.systemUTC());
        operator.start();
    }

    @AfterAll
    static void stop() {
        operator.stop();
        github.close();
        said.close();
    }

    /** A job on a runner of its own; each is of another workflow run. */
    private static final class Play {
        private final GenericKubernetesResource runner;
        private final Scene scene;
        private final RunSpec.Job job;

        Play(String name, String ref) {
            this.runner = scaleSet.starts("runner-" + name);
            this.scene = new Scene(client, "github-" + name, RunnerScaleSet.owner(runner));
            var given = scene.cast().asks(ref, RUNS.incrementAndGet()).job();
            this.job = new RunSpec.Job(
                    RunSpec.Source.Request,
                    given.repository(),
                    ref,
                    ref.startsWith("refs/pull/") ? "refs/heads/main" : null,
                    given.sha(),
                    ref.startsWith("refs/pull/") ? "pull_request" : "push",
                    given.runId(),
                    1,
                    null,
                    null,
                    null);
        }

        WorkflowFacts truth() {
            return WorkflowFacts.of(job, RUNNER, runner.getMetadata().getName());
        }

        Play github_knows(UnaryOperator<WorkflowFacts> change) {
            github.knows(job, change.apply(truth()));
            return this;
        }

        Play listener_says_what_job_it_has() {
            scaleSet.listener_says(runner, Map.of("jobRepositoryName", job.repository(), "workflowRunId", job.runId()));
            return this;
        }

        Scene asks(PolicySpec policy) {
            return scene.under(policy).asks(_ -> job);
        }

        Scene asks() {
            return asks(PROVEN);
        }

        BuildSnapshotRun run() {
            return client.resources(BuildSnapshotRun.class)
                    .inNamespace(Given.NAMESPACE)
                    .withName(scene.cast().runName())
                    .get();
        }

        RunStatus.GithubProofs word() {
            return Objects.requireNonNull(
                    Objects.requireNonNull(run().getStatus().proofs(), "no word")
                            .github());
        }

        /** Of GitHub, when the volume was asked for. */
        String atStart() {
            return Objects.requireNonNull(word().restore()).reason();
        }
    }

    /** The job gets its volume, and wants it saved in the end. */
    private static SaveReason saved(Play play) {
        play.scene
                .gets_its_volume()
                .wants_to_be_saved()
                .is_sealed(play.scene.report("Done"))
                .is_unstaged();
        return SaveReason.valueOf(play.scene.judged().reason());
    }

    private static Play sound(String name) {
        return new Play(name, "refs/heads/main").github_knows(truth -> truth).listener_says_what_job_it_has();
    }

    @Test
    void a_job_that_shows_nothing_is_proven_by_github_and_so_is_what_it_saves() {
        var play = sound("proven");
        play.asks().gets_its_volume();
        assertThat(play.scene.decided().level()).isEqualTo(TrustLevel.Proven);
        assertThat(play.atStart()).isEqualTo("Verified");
        scaleSet.removes(play.runner);
        github.lists(play.job, play.truth().butJob("status", "completed").jobs());

        assertThat(saved(play)).isEqualTo(SaveReason.JobAsked);
        assertThat(play.word().save().checkRunId())
                .isEqualTo(play.word().restore().checkRunId());
        var snapshot = client.resources(VolumeSnapshot.class)
                .inNamespace(Given.VAULT)
                .withName(play.scene.cast().runName());
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> snapshot.get() != null);
        assertThat(snapshot.get().getMetadata().getAnnotations().get(Api.ANNOTATION_LINEAGE))
                .contains("\"trust\":\"Proven\"");
        assertThat(Serialization.asYaml(play.run())).doesNotContain("ghp_");
    }

    @Test
    void the_listener_may_be_late_and_github_too() {
        var play = new Play("late", "refs/heads/main");
        play.github_knows(
                truth -> new WorkflowFacts(truth.run(), List.of(truth.jobs().getFirst())));
        play.asks();
        play.listener_says_what_job_it_has();
        play.github_knows(truth -> truth);

        assertThat(play.scene.decided().level()).isEqualTo(TrustLevel.Proven);
    }

    @Test
    void a_listener_that_never_says_anything_holds_a_job_up_for_a_moment_only() {
        var play = new Play("silent", "refs/heads/main").github_knows(truth -> truth);
        play.asks();

        assertThat(play.scene.decided().level()).isEqualTo(TrustLevel.Claimed);
        assertThat(play.atStart()).isEqualTo("RunnerSilent");
        said.aboutARun(play.scene.cast(), "RunnerSilent", Metric.GITHUB);
    }

    private static void assertRefused(Play play, ProofReason reason) {
        play.asks();
        assertThat(saved(play)).isEqualTo(SaveReason.NotTrustedEnough);
        assertThat(play.scene.decided().level()).isEqualTo(TrustLevel.Claimed);
        assertThat(play.atStart()).isEqualTo(reason.name());
        said.aboutARun(play.scene.cast(), reason.name(), Metric.GITHUB);
    }

    private static Play attack(String name, UnaryOperator<WorkflowFacts> truth) {
        return new Play(name, "refs/heads/main").github_knows(truth).listener_says_what_job_it_has();
    }

    @Test
    void who_forges_its_ref_is_contradicted() {
        assertRefused(
                attack("forged-ref", truth -> truth.butRun("head_branch", "feature")), ProofReason.ClaimsContradict);
    }

    @Test
    void who_forges_its_attempt_is_contradicted() {
        assertRefused(attack("attempt", truth -> truth.butRun("run_attempt", 2)), ProofReason.ClaimsContradict);
    }

    @Test
    void a_fork_with_a_branch_of_the_same_name_is_a_pull_request() {
        assertRefused(
                attack(
                        "fork",
                        truth -> truth.butRun("event", "pull_request").butRun("head_repository", Map.of("id", 75))),
                ProofReason.ClaimsContradict);
    }

    @Test
    void a_runner_s_name_that_is_used_again_is_another_runner() {
        assertRefused(attack("reused", truth -> truth.butJob("runner_id", RUNNER + 1)), ProofReason.JobNotFound);
    }

    @Test
    void a_job_of_another_runner_of_the_same_run_is_not_this_one_s() {
        assertRefused(
                attack(
                        "neighbour",
                        truth -> truth.butJob("runner_name", "runner-neighbour").butJob("runner_id", 8)),
                ProofReason.JobNotFound);
    }

    @Test
    void a_tag_called_like_a_branch_does_not_write_its_lane_also_not_once_it_is_deleted() {
        var there = attack("tag", truth -> truth);
        github.branch(there.job, "tags/main", there.job.sha());
        try {
            assertRefused(there, ProofReason.RefAmbiguous);
        } finally {
            github.deletes(there.job, "tags/main");
        }
        var deleted = attack("deleted-tag", truth -> truth);
        github.branch(deleted.job, "heads/main", "e".repeat(40));
        try {
            assertRefused(deleted, ProofReason.RefAmbiguous);
        } finally {
            github.branch(deleted.job, "heads/main", deleted.job.sha());
        }
    }

    @Test
    void a_pull_request_of_a_fork_is_proven_for_its_own_lane() {
        var play = new Play("pull", "refs/pull/9/merge");
        play.github_knows(truth -> truth.butRun("head_branch", "main").butRun("head_repository", Map.of("id", 75)))
                .listener_says_what_job_it_has();
        github.pull(play.job, 9, play.job.sha(), "main", 75, "main");
        play.asks(new PolicySpec(
                null,
                null,
                null,
                null,
                new PolicySpec.Trust(TrustLevel.Proven, TrustLevel.Proven),
                null,
                Given.save(null, List.of(), PolicySpec.PullRequests.Quarantine, List.of()),
                null,
                null));

        assertThat(saved(play)).isEqualTo(SaveReason.JobAsked);
        assertThat(play.run().getStatus().lane()).isEqualTo("pull:9");
    }

    @Test
    void another_job_at_the_save_ends_it() {
        var play = sound("other");
        play.asks().gets_its_volume();
        github.lists(play.job, play.truth().butJob("id", GithubServer.JOB + 1).jobs());
        play.scene.wants_to_be_saved();

        assertThat(play.scene.judged().reason()).isEqualTo("NotTrustedEnough");
        assertThat(play.word().save().reason()).isEqualTo("OtherJob");
    }

    @Test
    void github_that_fails_for_a_moment_is_asked_again_at_the_save() {
        var play = sound("moment");
        play.asks().gets_its_volume();
        var path = "/repos/%s/actions/runs/%d".formatted(play.job.repository(), play.job.runId());
        github.runs(play.job, Map.of());
        play.scene.wants_to_be_saved();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> github.asked().stream().filter(path::equals).count() >= 2);
        github.knows(play.job, play.truth());
        play.scene.is_sealed(play.scene.report("Done")).is_unstaged();

        assertThat(play.scene.judged().reason()).isEqualTo("JobAsked");
    }

    @Test
    void github_that_does_not_let_anybody_in_leaves_the_job_what_it_was() {
        var play = new Play("no-access", "refs/heads/main").listener_says_what_job_it_has();
        play.asks();

        assertThat(play.scene.decided().level()).isEqualTo(TrustLevel.Claimed);
        assertThat(play.atStart()).isEqualTo("NoAccess");
    }

    @Test
    void who_needs_no_proof_costs_no_question() {
        var latched = sound("needless");
        latched.asks(Given.policy(TrustLevel.Latched, null)).gets_its_volume();
        var other = new Play("feature", "refs/heads/feature").listener_says_what_job_it_has();
        other.asks().decided();

        assertThat(github.asked())
                .noneMatch(path -> path.contains("/runs/" + latched.job.runId()))
                .noneMatch(path -> path.contains("/runs/" + other.job.runId()));
        assertThat(latched.run().getStatus().proofs()).isNull();
    }

    @Test
    void a_token_that_is_not_genuine_is_as_much_as_none_and_one_that_contradicts_stays() {
        var bad = sound("bad-token");
        var liar = sound("liar");
        bad.scene.under(PROVEN);
        liar.scene.under(PROVEN);
        shows(bad, ProofReason.BadSignature);
        shows(liar, ProofReason.ClaimsContradict);

        assertThat(bad.scene.decided().level()).isEqualTo(TrustLevel.Proven);
        assertThat(bad.atStart()).isEqualTo("Verified");
        assertThat(liar.scene.decided().level()).isEqualTo(TrustLevel.Claimed);
        assertThat(liar.run().getStatus().proofs().github()).isNull();
    }

    /** A token came with the request, and somebody looked at it. */
    private static void shows(Play play, ProofReason verdict) {
        play.scene.asks_with_a_token(_ -> play.job);
        Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
            var run = play.run();
            StatusWriter.write(
                    client,
                    run,
                    RunJournal.of(run.getStatus())
                            .withProof(
                                    TokenUse.RESTORE,
                                    new RunStatus.Proof(
                                            verdict.name(),
                                            "a sentence",
                                            null,
                                            null,
                                            null,
                                            null,
                                            null,
                                            Instant.now().toString())));
            return true;
        });
    }
}
