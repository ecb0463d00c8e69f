package dev.headwater.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.Milestone;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.Given;
import dev.headwater.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.javaoperatorsdk.operator.Operator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The walk, told as stories. */
@WithApiServer
class WalkApiTest {
    private static final RunSpec.Save WISH = new RunSpec.Save(RunSpec.Wish.Save, "pushed to main", null);

    static KubernetesClient client;

    private Operator operator;

    @BeforeAll
    static void a_cluster_with_a_stream(KubernetesClient given) {
        client = given;
        Cast.user_applies_a_stream(client);
    }

    @BeforeEach
    void start_the_operator() {
        operator = TestApiServer.operator(client);
        operator.start();
    }

    @AfterEach
    void stop_the_operator() {
        operator.stop();
        Cast.administrator_declares_the_node_sound(client);
        Cast.node_is_heard_of_again(client);
        client.resources(VolumeSnapshot.class).inNamespace(Given.VAULT).delete();
        client.resources(VolumeSnapshotContent.class).delete();
    }

    private void kill_the_operator_and_start_another() {
        operator.stop();
        start_the_operator();
    }

    @Test
    void a_cold_job_saves_and_the_next_one_is_restored_from_it() {
        var cold = new Cast(client);
        cold.plugin_creates_the_run(cold.asks("refs/heads/main", 1));
        var decided = cold.eventually("decided", status -> status.restore() != null);
        assertThat(decided.restore().decision()).isEqualTo("StartEmpty");
        assertThat(decided.restore().saveWait()).isEqualTo(new RunStatus.Waiting(Milestone.Cut, 60));
        assertThat(decided.lane()).isEqualTo("branch:main");
        saved(cold);

        var warm = new Cast(client);
        warm.plugin_creates_the_run(warm.asks("refs/heads/feature/x", 2));
        var restore =
                warm.eventually("decided", status -> status.restore() != null).restore();
        assertThat(restore.from()).isEqualTo("default-branch");
        assertThat(restore.snapshot()).isEqualTo(cold.runName());
        assertThat(restore.sourceSha()).isEqualTo(Given.SHA);
        assertThat(Instant.parse(Objects.requireNonNull(restore.sourceCutAt())))
                .isBefore(Instant.parse(restore.at()).plusSeconds(1));
        var claim = warm.eventually(PersistentVolumeClaim.class, _ -> true);
        assertThat(claim.getSpec().getDataSource().getName()).isEqualTo(cold.runName());
        ended_without_a_wish(warm);
    }

    @Test
    void the_stream_shows_its_head() {
        var cold = new Cast(client);
        cold.plugin_creates_the_run(cold.asks("refs/heads/main", 7));
        saved(cold);

        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            var status = client.resources(BuildSnapshotStream.class)
                    .inNamespace(Given.NAMESPACE)
                    .withName("function-a")
                    .get()
                    .getStatus();
            return status != null
                    && Conditions.isTrue(status.conditions(), ConditionType.Ready)
                    && status.heads().size() == 1
                    && status.heads().getFirst().snapshot().equals(cold.runName());
        });
    }

    @Test
    void every_step_may_be_the_last_of_an_operator() {
        var job = new Cast(client);
        job.plugin_creates_the_run(job.asks("refs/heads/main", 3));
        job.eventually("decided", status -> status.restore() != null);
        kill_the_operator_and_start_another();
        job.keeper();
        job.provisioner_binds_the_claim();
        job.eventually("volume", status -> status.volume() != null);
        kill_the_operator_and_start_another();
        var keeperUid = job.keeper().getMetadata().getUid();
        assertThat(job.run().getStatus().volume().keeperUid()).isEqualTo(keeperUid);
        var now = Instant.now().toString();
        job.plugin_applies_slot(job.slot(now, null, null, null));
        job.plugin_releases(RunSpec.Cause.Step, WISH);
        operator.stop();
        job.plugin_applies_slot(job.slot(
                now,
                now,
                new RunStatus.Sealed("Done", null, null, 1L, 1L, now, null, null, null, null, null, null, null),
                null));
        start_the_operator();
        job.eventually_gone(Pod.class);
        operator.stop();
        job.plugin_applies_slot(job.slot(
                now,
                now,
                new RunStatus.Sealed("Done", null, null, 1L, 1L, now, null, null, null, null, null, null, null),
                now));
        start_the_operator();
        var content = job.snapshot_controller_binds_a_content();
        kill_the_operator_and_start_another();
        job.storage_cuts_the_snapshot(content);
        job.eventually("cut", status -> status.save().cutAt() != null);
        kill_the_operator_and_start_another();
        job.snapshot_becomes_ready(content);
        job.kubelet_lets_the_claim_go();
        assertThat(ending(job.eventually_complete())).isEqualTo("Saved");
        assertThat(client.resources(VolumeSnapshot.class)
                        .inNamespace(Given.VAULT)
                        .list()
                        .getItems())
                .hasSize(1);
    }

    @Test
    void a_run_that_was_deleted_by_mistake_goes_on_as_it_was_decided() {
        var job = new Cast(client);
        var spec = job.asks("refs/heads/main", 4);
        job.plugin_creates_the_run(spec);
        job.provisioner_binds_the_claim();
        var before = job.eventually("volume", status -> status.volume() != null);
        client.resource(job.run()).delete();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> job.run() == null);

        job.plugin_creates_the_run(spec);

        var after = job.eventually("volume", status -> status.volume() != null);
        assertThat(after.restore()).isEqualTo(before.restore());
        assertThat(after.volume()).isEqualTo(before.volume());
        ended_without_a_wish(job);
    }

    @Test
    void an_unknown_stream_gets_scratch_and_the_manifest_to_apply() {
        var job = new Cast(client);
        var asked = job.asks("refs/heads/main", 5);
        job.plugin_creates_the_run(new RunSpec(
                asked.pod(),
                asked.slot(),
                asked.requester(),
                new RunSpec.Request(
                        1,
                        "another-key",
                        Given.PATH,
                        "",
                        "linux",
                        "amd64",
                        asked.request().at(),
                        120,
                        null,
                        null),
                asked.job(),
                null,
                null));

        var status = job.eventually("decided", known -> known.restore() != null);

        assertThat(status.restore().decision()).isEqualTo("Scratch");
        assertThat(status.restore().message()).contains("kubectl apply", "key: another-key");
        assertThat(Conditions.isFalse(status.conditions(), ConditionType.Restored))
                .isTrue();
        job.plugin_releases(RunSpec.Cause.Answered, null);
        var end = job.eventually_complete();
        assertThat(ending(end)).isEqualTo("Scratch");
        assertThat(end.save().reason()).isEqualTo("ScratchOnly");
        assertThat(job.find(PersistentVolumeClaim.class)).isEmpty();
    }

    @Test
    void a_pod_of_the_same_name_but_another_uid_is_refused() {
        var job = new Cast(client);
        var asked = job.asks("refs/heads/main", 6);
        job.plugin_creates_the_run(new RunSpec(
                new RunSpec.Pod(asked.pod().name(), "another-uid", asked.pod().node()),
                asked.slot(),
                asked.requester(),
                asked.request(),
                asked.job(),
                null,
                null));

        var status = job.eventually("decided", known -> known.restore() != null);

        assertThat(status.restore().decision()).isEqualTo("Refuse");
        assertThat(status.restore().reason()).isEqualTo("PodNotFound");
        job.plugin_releases(RunSpec.Cause.Answered, null);
        assertThat(ending(job.eventually_complete())).isEqualTo("Refused");
    }

    @Test
    void what_was_made_for_a_job_that_got_scratch_meanwhile_is_removed() {
        var job = new Cast(client);
        job.plugin_creates_the_run(job.asks("refs/heads/main", 8));
        job.provisioner_binds_the_claim();
        job.eventually("volume", status -> status.volume() != null);

        job.plugin_releases(RunSpec.Cause.Answered, null);

        job.kubelet_lets_the_claim_go();
        job.eventually_gone(Pod.class);
        assertThat(job.eventually_complete().save().reason()).isEqualTo("RestoreFailed");
    }

    /** One more than may be under way: see {@link TestApiServer}. */
    @Test
    void a_snapshot_waits_for_its_turn_and_says_so() {
        var first = new Cast(client);
        var second = new Cast(client);
        var third = new Cast(client);
        var jobs = List.of(first, second, third);
        for (var job : jobs) {
            job.plugin_creates_the_run(job.asks("refs/heads/main", 20 + jobs.indexOf(job)));
            unstaged(job);
            if (job != third) {
                job.eventually(VolumeSnapshot.class, _ -> true);
            }
        }
        var queued = third.eventually(
                "queued",
                status -> Conditions.find(status.conditions(), ConditionType.Captured)
                        .filter(condition -> condition.getReason().equals("Queued"))
                        .isPresent());
        assertThat(Conditions.find(queued.conditions(), ConditionType.Captured).orElseThrow())
                .extracting(Condition::getStatus)
                .isEqualTo("Unknown");
        assertThat(third.find(VolumeSnapshot.class)).isEmpty();

        captured(first);
        captured(third);
        captured(second);
    }

    private static void saved(Cast job) {
        unstaged(job);
        captured(job);
    }

    /** Up to the evidence that nobody can write to the volume any more. */
    private static void unstaged(Cast job) {
        job.keeper();
        job.provisioner_binds_the_claim();
        job.eventually("volume", status -> status.volume() != null);
        var now = Instant.now().toString();
        job.plugin_applies_slot(job.slot(now, null, null, null));
        job.plugin_releases(RunSpec.Cause.Step, WISH);
        job.plugin_applies_slot(job.slot(now, now, null, null));
        assertThat(job.find(Pod.class))
                .as("the keeper lives until it has sealed")
                .isPresent();
        var sealed =
                new RunStatus.Sealed("Done", null, Given.SHA, 1L, 1L, now, null, null, null, null, null, null, null);
        job.plugin_applies_slot(job.slot(now, now, sealed, null));
        job.eventually_gone(Pod.class);
        assertThat(job.find(VolumeSnapshot.class))
                .as("no snapshot without evidence")
                .isEmpty();
        job.plugin_applies_slot(job.slot(now, now, sealed, now));
    }

    private static void captured(Cast job) {
        var content = job.snapshot_controller_binds_a_content();
        job.storage_cuts_the_snapshot(content);
        job.eventually("cut", status -> status.save() != null && status.save().cutAt() != null);
        Awaitility.await("polled")
                .until(() -> client.resource(content)
                                .get()
                                .getMetadata()
                                .getAnnotations()
                                .get(Api.ANNOTATION_POLLED_AT)
                        != null);
        assertThat(client.resource(content).get().getSpec().getDeletionPolicy()).isEqualTo("Retain");
        job.snapshot_becomes_ready(content);
        job.kubelet_lets_the_claim_go();
        var end = job.eventually_complete();
        assertThat(ending(end)).isEqualTo("Saved");
        assertThat(end.save().reason()).isEqualTo("JobAsked");
        assertThat(end.save().readyAt()).isNotNull();
        assertThat(end.slot().attachedAt()).as("what the plugin wrote stays").isNotNull();
    }

    @Test
    void a_job_on_a_node_that_is_declared_dead_ends_though_nobody_releases_it() {
        var job = with_its_volume(40);

        Cast.administrator_declares_the_node_dead(client);
        job.administrator_forgets_the_pods();

        job.kubelet_lets_the_claim_go();
        var end = job.eventually_complete();
        assertThat(end.save().reason()).isEqualTo("VolumeUnclean");
        assertThat(Conditions.find(end.conditions(), ConditionType.Ended))
                .get()
                .extracting(Condition::getReason)
                .isEqualTo("NodeLost");
    }

    @Test
    void a_job_on_a_node_that_stays_silent_ends_though_nobody_declares_it_dead() {
        var job = with_its_volume(41);

        job.node_falls_silent(Instant.now().minus(Duration.ofMinutes(61)));

        var end = job.eventually_complete();
        assertThat(end.save().reason()).isEqualTo("VolumeUnclean");
        assertThat(Conditions.find(end.conditions(), ConditionType.Ended))
                .get()
                .extracting(Condition::getReason)
                .isEqualTo("NodeLost");
        assertThat(job.find(Pod.class)).as("the kubelet has not ended it").isPresent();
    }

    private static Cast with_its_volume(long runId) {
        var job = new Cast(client);
        job.plugin_creates_the_run(job.asks("refs/heads/main", runId));
        job.provisioner_binds_the_claim();
        job.eventually("volume", status -> status.volume() != null);
        job.plugin_applies_slot(job.slot(Instant.now().toString(), null, null, null));
        return job;
    }

    private static void ended_without_a_wish(Cast job) {
        job.plugin_releases(RunSpec.Cause.SlotEnded, null);
        job.kubelet_lets_the_claim_go();
        var end = job.eventually_complete();
        assertThat(ending(end)).isEqualTo("Skipped");
    }

    private static String ending(RunStatus status) {
        return Conditions.find(status.conditions(), ConditionType.Complete)
                .map(Condition::getReason)
                .orElse("");
    }
}
