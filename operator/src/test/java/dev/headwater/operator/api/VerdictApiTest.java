package dev.headwater.operator.api;

import static dev.headwater.operator.api.Scene.CLAIMS;
import static dev.headwater.operator.api.Scene.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.PolicySpec.PullRequests;
import dev.headwater.api.v1alpha1.PolicySpec.When;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.status.Conditions;
import dev.headwater.operator.status.Metric;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every reason of a verdict, brought about by what users, jobs and nodes do, and seen where users look. */
@WithApiServer
class VerdictApiTest {
    static KubernetesClient client;
    static Operator operator;
    static Said said;
    static RunnerScaleSet scaleSet;
    static final Map<SaveReason, Future<Cast>> told = new EnumMap<>(SaveReason.class);

    /** Four at a time: most of a tale is waiting. */
    @BeforeAll
    static void all_tales_are_told(KubernetesClient given) {
        client = given;
        scaleSet = new RunnerScaleSet(client);
        scaleSet.install();
        client.resource(new StorageClassBuilder()
                        .withNewMetadata()
                        .withName("kept")
                        .endMetadata()
                        .withProvisioner(Given.DRIVER)
                        .withReclaimPolicy("Retain")
                        .withVolumeBindingMode("WaitForFirstConsumer")
                        .build())
                .create();
        said = new Said(client);
        operator = TestApiServer.operator(client, said.meters());
        operator.start();
        try (var tellers = Executors.newFixedThreadPool(4)) {
            tales().forEach((reason, tale) -> told.put(reason, tellers.submit(() -> {
                var scene = new Scene(client, reason.name().toLowerCase(Locale.ROOT));
                tale.accept(scene);
                return scene.cast();
            })));
        }
    }

    @AfterAll
    static void stop() {
        operator.stop();
        said.close();
    }

    private static Map<SaveReason, Consumer<Scene>> tales() {
        var tales = new EnumMap<SaveReason, Consumer<Scene>>(SaveReason.class);
        tales.put(
                SaveReason.JobAsked,
                run -> saves(run.under(CLAIMS)).is_sealed(run.report("Done")).is_unstaged());
        tales.put(SaveReason.ScratchOnly, run -> {
            run.asks().decided();
            run.ends(RunSpec.Cause.Answered, null);
        });
        tales.put(SaveReason.RestoreFailed, run -> {
            run.under(CLAIMS).asks().decided();
            run.ends(RunSpec.Cause.Answered, null);
        });
        tales.put(
                SaveReason.NotAsked,
                run -> run.under(CLAIMS).asks().gets_its_volume().ends(RunSpec.Cause.SlotEnded, null));
        tales.put(
                SaveReason.JobAskedToSkip,
                run -> run.under(CLAIMS)
                        .asks()
                        .gets_its_volume()
                        .ends(RunSpec.Cause.Step, new RunSpec.Save(RunSpec.Wish.Skip, "tests failed", null)));
        tales.put(SaveReason.NoLane, run -> saves(run.under(CLAIMS), "refs/tags/v1", "push", null));
        tales.put(SaveReason.CacheModeReadOnly, run -> saves(run.under(CLAIMS), "refs/heads/main", "push", "read"));
        tales.put(SaveReason.ForeignRepository, run -> {
            run.under(CLAIMS).asks().gets_its_volume().stream_is_another_repository_s();
            run.wants_to_be_saved();
        });
        tales.put(SaveReason.Suspended, run -> {
            run.under(CLAIMS).asks().gets_its_volume().stream_is_suspended();
            run.wants_to_be_saved();
        });
        tales.put(
                SaveReason.SavePolicyNever,
                run -> saves(run.under(
                        Given.policy(TrustLevel.Claimed, Given.save(When.Never, List.of(), null, List.of())))));
        tales.put(SaveReason.UntrustedEvent, run -> saves(run.under(CLAIMS), "refs/heads/main", "issue_comment", null));
        tales.put(SaveReason.LaneNotAllowed, run -> saves(run.under(CLAIMS), "refs/heads/feature", "push", null));
        tales.put(
                SaveReason.PullRequestNotAllowed,
                run -> saves(run.under(CLAIMS), "refs/pull/7/merge", "pull_request", null));
        tales.put(SaveReason.NotTrustedEnough, run -> saves(run.under(Given.policy(null, null))));
        tales.put(SaveReason.Superseded, run -> {
            new Shelf(client)
                    .holds(
                            "later",
                            Given.lineage("superseded", new Lane.Branch("main"), 99, TrustLevel.Claimed, List.of()));
            saves(run.under(CLAIMS));
        });
        ofVolumes(tales);
        return tales;
    }

    private static void ofVolumes(Map<SaveReason, Consumer<Scene>> tales) {
        tales.put(
                SaveReason.MarkerMissing,
                run -> saves(run.under(CLAIMS)).is_sealed(with(run, null, "Missing", null, null, null)));
        tales.put(
                SaveReason.Unchanged,
                run -> run.under(CLAIMS)
                        .asks()
                        .gets_its_volume()
                        .ends(RunSpec.Cause.Step, new RunSpec.Save(RunSpec.Wish.Save, "as agreed", RunSpec.Mode.Auto))
                        .is_sealed(with(run, "No", null, null, null, null)));
        tales.put(
                SaveReason.SecretsFound,
                run -> saves(run.under(CLAIMS))
                        .is_sealed(with(
                                run,
                                null,
                                null,
                                "Complete",
                                List.of(new RunStatus.Finding("home/.netrc", "netrc")),
                                null)));
        tales.put(
                SaveReason.SecretScanIncomplete,
                run -> saves(run.under(CLAIMS)).is_sealed(with(run, null, null, "Incomplete", null, null)));
        tales.put(SaveReason.SealFailed, run -> saves(run.under(CLAIMS)).is_sealed(run.report("Failed")));
        tales.put(
                SaveReason.OverSize, run -> saves(run.under(CLAIMS)).is_sealed(with(run, null, null, null, null, 95)));
        tales.put(SaveReason.VolumeUnclean, run -> saves(run.under(CLAIMS)).is_found_unclean("The node restarted."));
        tales.put(
                SaveReason.NotAccepted,
                run -> saves(run.under(new PolicySpec(
                                null,
                                null,
                                new PolicySpec.Volume(null, null, "kept", null, null),
                                null,
                                CLAIMS.trust(),
                                null,
                                null,
                                null,
                                null)))
                        .is_sealed(run.report("Done"))
                        .is_unstaged());
        tales.put(SaveReason.SnapshotFailed, run -> {
            saves(run.under(CLAIMS)).is_sealed(run.report("Done"));
            client.resource(run.cast().eventually(PersistentVolumeClaim.class, _ -> true))
                    .delete();
            run.is_unstaged();
        });
    }

    private static Scene saves(Scene run) {
        return run.asks().gets_its_volume().wants_to_be_saved();
    }

    private static Scene saves(Scene run, String ref, String event, String cacheMode) {
        return run.asks(job -> job(job, ref, event, cacheMode))
                .gets_its_volume()
                .wants_to_be_saved();
    }

    private static RunStatus.Sealed with(
            Scene run,
            String changed,
            String marker,
            String scan,
            List<RunStatus.Finding> findings,
            Integer usedPercent) {
        var done = run.report("Done");
        return new RunStatus.Sealed(
                done.outcome(),
                null,
                done.sha(),
                1L,
                1L,
                done.at(),
                changed,
                changed,
                marker,
                scan,
                null,
                findings,
                usedPercent);
    }

    @ParameterizedTest
    @EnumSource
    void a_verdict_says_the_same_word_wherever_one_looks(SaveReason reason) throws Exception {
        var job =
                Objects.requireNonNull(told.get(reason), "no tale of " + reason).get();
        var status = job.eventually(
                "judged", known -> known.save() != null && known.save().reason().equals(reason.name()));
        assertThat(status.save().message()).isNotBlank();
        var saved = status.save().decision().equals("Save");
        assertThat(saved).isEqualTo(reason == SaveReason.JobAsked);
        assertThat(Conditions.find(status.conditions(), ConditionType.Captured))
                .get()
                .extracting(Condition::getStatus, Condition::getReason, Condition::getMessage)
                .containsExactly(
                        saved ? "Unknown" : "False",
                        reason.name(),
                        status.save().message());
        said.aboutARun(job, reason.name(), Metric.SAVES);
    }

    @Test
    void what_a_runner_speaks_for_is_saved_also_when_the_runner_is_gone_by_then() {
        var runner = scaleSet.starts("runner-good");
        var run = new Scene(client, "latched", RunnerScaleSet.owner(runner));
        run.under(Given.policy(null, null)).asks().gets_its_volume();
        assertThat(run.decided().level()).isEqualTo(TrustLevel.Latched);
        scaleSet.listener_says(
                runner,
                Map.of(
                        "jobRepositoryName",
                        Given.REPOSITORY,
                        "workflowRunId",
                        5,
                        "jobWorkflowRef",
                        Given.REPOSITORY + "/.github/workflows/ci.yml@refs/heads/main"));
        run.wants_to_be_saved().is_sealed(run.report("Done"));
        scaleSet.removes(runner);
        run.is_unstaged();
        assertThat(run.judged().reason()).isEqualTo("JobAsked");
    }

    @Test
    void a_run_that_was_deleted_by_mistake_is_judged_by_what_its_claim_remembers() {
        var runner = scaleSet.starts("runner-remembered");
        var run = new Scene(client, "remembered", RunnerScaleSet.owner(runner));
        run.under(Given.policy(null, null)).asks().gets_its_volume();
        run.is_made_again().is_sealed(run.report("Done")).is_unstaged();
        assertThat(run.judged().reason()).isEqualTo("JobAsked");
    }

    @Test
    void a_runner_that_speaks_of_another_job_in_the_end_takes_the_save_away() {
        var runner = scaleSet.starts("runner-late");
        var run = new Scene(client, "late", RunnerScaleSet.owner(runner));
        run.under(CLAIMS).asks().gets_its_volume();
        scaleSet.listener_says(runner, Map.of("workflowRunId", 6));
        run.wants_to_be_saved();
        assertThat(run.judged().reason()).isEqualTo("NotTrustedEnough");
        assertThat(run.judged().message()).contains("workflow run 6, not of 5");
    }

    @Test
    void a_second_pod_of_a_runner_is_not_the_runner_s() {
        var runner = scaleSet.starts("runner-of-another-pod");
        var real = RunnerScaleSet.owner(runner);
        var name = real.edit().withName("pod-of-somebody").withController(false).build();
        var run = new Scene(client, "forged", name, real);
        run.under(Given.policy(null, null)).asks();
        assertThat(run.decided().level()).isEqualTo(TrustLevel.Claimed);
    }

    @Test
    void a_workflow_of_a_pull_request_does_not_write_a_branch_whatever_the_job_says() {
        var runner = scaleSet.starts("runner-pull");
        var run = new Scene(client, "veto", RunnerScaleSet.owner(runner));
        run.under(Given.policy(null, null)).asks().gets_its_volume();
        scaleSet.listener_says(
                runner, Map.of("jobWorkflowRef", Given.REPOSITORY + "/.github/workflows/ci.yml@refs/pull/7/merge"));
        run.wants_to_be_saved();
        assertThat(run.judged().reason()).isEqualTo("NotTrustedEnough");
        assertThat(run.judged().message()).contains("refs/pull/7/merge");
    }

    @Test
    void a_pull_request_in_quarantine_is_restored_by_itself_alone() {
        var quarantine =
                Given.policy(TrustLevel.Claimed, Given.save(null, List.of(), PullRequests.Quarantine, List.of()));
        new Shelf(client)
                .holds("of-pull-7", Given.lineage("quarantine", new Lane.Pull(7), 1, TrustLevel.Claimed, List.of()));
        var own = new Scene(client, "quarantine").under(quarantine);
        saves(own, "refs/pull/7/merge", "pull_request", null)
                .is_sealed(own.report("Done"))
                .is_unstaged();
        assertThat(own.decided().snapshot()).isEqualTo("of-pull-7");
        assertThat(own.judged().decision()).isEqualTo("Save");
        for (var ref : List.of("refs/pull/8/merge", "refs/heads/main", "refs/heads/pull/7")) {
            var other = new Scene(client, "quarantine");
            other.asks(job -> job(job, ref, "pull_request", null));
            assertThat(other.decided().decision()).as(ref).isEqualTo("StartEmpty");
        }
    }

    @Test
    void who_deletes_stream_or_policy_by_mistake_loses_no_save() {
        var run = new Scene(client, "deleted").under(CLAIMS).asks().gets_its_volume();
        run.policy_is_deleted();
        run.stream_is_deleted();
        run.wants_to_be_saved().is_sealed(run.report("Done")).is_unstaged();
        assertThat(run.judged().reason()).isEqualTo("JobAsked");
    }

    @Test
    void a_policy_that_was_changed_meanwhile_judges_as_it_is_now() {
        var run = new Scene(client, "changed").under(CLAIMS).asks().gets_its_volume();
        run.policy_is_deleted();
        run.stream_is_deleted();
        run.under(Given.policy(TrustLevel.Claimed, Given.save(When.Never, List.of(), null, List.of())));
        run.wants_to_be_saved();
        assertThat(run.judged().reason()).isEqualTo("SavePolicyNever");
    }
}
