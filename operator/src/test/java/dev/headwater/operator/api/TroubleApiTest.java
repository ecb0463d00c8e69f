package dev.headwater.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
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
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What does not go as it should: broken candidates, places without room, and people who delete things. */
@WithApiServer
class TroubleApiTest {
    static KubernetesClient client;
    static Operator operator;

    @BeforeAll
    static void a_cluster_with_a_stream(KubernetesClient given) {
        client = given;
        Cast.user_applies_a_stream(client);
        operator = TestApiServer.operator(client);
        operator.start();
    }

    @AfterAll
    static void close() {
        operator.stop();
    }

    @AfterEach
    void forget_the_snapshots() {
        Cast.user_limits_the_stream(client, 200);
        client.resources(VolumeSnapshot.class).inNamespace(Given.VAULT).delete();
        client.resources(VolumeSnapshotContent.class).delete();
    }

    private static Cast job_that_restores_the_newest_of_two() {
        Cast.an_earlier_run_left_a_snapshot(client, "hw-old", 1);
        Cast.an_earlier_run_left_a_snapshot(client, "hw-new", 2);
        var job = new Cast(client);
        job.plugin_creates_the_run(job.asks("refs/heads/main", 9));
        job.keeper();
        assertThat(job.run().getStatus().restore().snapshot()).isEqualTo("hw-new");
        job.provisioner_binds_the_claim();
        job.eventually("volume", status -> status.volume() != null);
        return job;
    }

    private static RunStatus next_attempt(Cast job, String reason) {
        job.kubelet_lets_the_claim_go();
        var status = job.eventually(
                "tried again", known -> known.restore() != null && known.attempts() != null && known.volume() == null);
        assertThat(status.attempts().getLast().reason()).isEqualTo(reason);
        return status;
    }

    private static void attached_and_ended(Cast job) {
        job.keeper();
        job.provisioner_binds_the_claim();
        var status = job.eventually("volume", known -> known.volume() != null);
        assertThat(status.volume().keeperUid())
                .isEqualTo(job.keeper().getMetadata().getUid());
        job.plugin_applies_slot(job.slot(Instant.now().toString(), null, null, null));
        ended(job, "Skipped");
    }

    private static void ended(Cast job, String outcome) {
        job.plugin_releases(RunSpec.Cause.SlotEnded, null);
        job.eventually_gone(Pod.class);
        if (job.find(PersistentVolumeClaim.class).isPresent()) {
            job.kubelet_lets_the_claim_go();
        }
        assertThat(ending(job.eventually_complete())).isEqualTo(outcome);
        job.eventually_gone(PersistentVolumeClaim.class);
    }

    private static String ending(RunStatus status) {
        return Conditions.find(status.conditions(), ConditionType.Complete)
                .map(Condition::getReason)
                .orElse("");
    }

    @Test
    void a_snapshot_that_cannot_be_mounted_makes_room_for_the_next_one() {
        var job = job_that_restores_the_newest_of_two();
        job.kubelet_warns("FailedMount", "MountVolume.MountDevice failed: mount: bad superblock on /dev/loop7");

        var status = next_attempt(job, "FileSystemBroken");

        assertThat(status.attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.snapshot()).isEqualTo("hw-new");
            assertThat(attempt.failure()).isEqualTo("CandidateBroken");
        });
        assertThat(status.restore().snapshot()).isEqualTo("hw-old");
        assertThat(job.eventually(
                                PersistentVolumeClaim.class,
                                known -> known.getMetadata().getDeletionTimestamp() == null)
                        .getSpec()
                        .getDataSource()
                        .getName())
                .isEqualTo("hw-old");
        attached_and_ended(job);
    }

    @Test
    void a_volume_that_the_node_rejects_makes_room_for_the_next_one_and_after_the_last_the_job_runs_cold() {
        var job = job_that_restores_the_newest_of_two();
        job.plugin_rejects_the_volume();
        assertThat(next_attempt(job, "RecordMismatch").restore().snapshot()).isEqualTo("hw-old");
        job.keeper();
        job.provisioner_binds_the_claim();
        job.eventually("volume", status -> status.volume() != null);
        job.plugin_rejects_the_volume();
        var status = next_attempt(job, "RecordMismatch");
        assertThat(status.restore().reason()).isEqualTo("CandidatesBroken");
        assertThat(Conditions.isFalse(status.conditions(), ConditionType.Restored))
                .isTrue();
        job.plugin_releases(RunSpec.Cause.Answered, null);
        assertThat(ending(job.eventually_complete())).isEqualTo("Scratch");
    }

    @Test
    void a_volume_in_another_zone_is_made_again_once() {
        var job = job_that_restores_the_newest_of_two();
        job.scheduler_says("0/1 nodes are available: 1 node(s) had volume node affinity conflict.");
        assertThat(next_attempt(job, "WrongZone").restore().snapshot()).isEqualTo("hw-new");
        job.keeper();
        job.provisioner_binds_the_claim();
        job.eventually("volume", status -> status.volume() != null);
        job.scheduler_says("0/1 nodes are available: 1 node(s) had volume node affinity conflict.");

        var status =
                job.eventually("given up", known -> Conditions.isFalse(known.conditions(), ConditionType.Restored));

        assertThat(Conditions.find(status.conditions(), ConditionType.Restored).map(Condition::getReason))
                .contains("PlaceUnavailable");
        assertThat(status.attempts()).hasSize(2);
        job.plugin_releases(RunSpec.Cause.Answered, null);
        job.kubelet_lets_the_claim_go();
        job.eventually_complete();
    }

    @Test
    void a_full_quota_is_waited_for_and_told() {
        var quota = Cast.no_claim_fits_the_quota(client);
        var job = new Cast(client);
        job.plugin_creates_the_run(job.asks("refs/heads/main", 20));
        var waiting = job.eventually(
                "told",
                status -> Conditions.find(status.conditions(), ConditionType.Restored)
                        .isPresent());
        var told = Conditions.find(waiting.conditions(), ConditionType.Restored).orElseThrow();
        assertThat(told.getStatus()).isEqualTo("Unknown");
        assertThat(told.getReason()).isEqualTo("Forbidden");
        assertThat(told.getMessage()).contains("quota");

        client.resource(quota).delete();

        attached_and_ended(job);
    }

    @Test
    void a_claim_that_somebody_deletes_before_the_job_has_it_is_made_again() {
        var job = job_that_restores_the_newest_of_two();
        client.resource(job.eventually(PersistentVolumeClaim.class, _ -> true)).delete();
        assertThat(next_attempt(job, "ClaimLost").restore().snapshot()).isEqualTo("hw-new");
        attached_and_ended(job);
    }

    @Test
    void a_keeper_that_somebody_deletes_before_the_job_has_its_volume_is_made_again() {
        var job = job_that_restores_the_newest_of_two();
        client.resource(job.keeper()).delete();
        assertThat(next_attempt(job, "KeeperLost").restore().snapshot()).isEqualTo("hw-new");
        attached_and_ended(job);
    }

    @Test
    void what_somebody_deletes_while_the_job_works_costs_the_save_and_nothing_else() {
        var job = job_that_restores_the_newest_of_two();
        var now = Instant.now().toString();
        job.plugin_applies_slot(job.slot(now, null, null, null));
        client.resource(job.eventually(PersistentVolumeClaim.class, _ -> true)).delete();
        client.resource(job.keeper()).delete();
        client.resource(client.resources(VolumeSnapshot.class)
                        .inNamespace(Given.VAULT)
                        .withName("hw-new")
                        .get())
                .delete();
        job.eventually_gone(Pod.class);
        job.kubelet_lets_the_claim_go();
        assertThat(job.run().getStatus().attempts()).isNull();
        ended(job, "Skipped");
    }

    @Test
    void a_snapshot_that_somebody_deletes_after_its_cut_is_waited_for_by_its_content() {
        var job = new Cast(client);
        job.plugin_creates_the_run(job.asks("refs/heads/main", 32));
        var content = sealed_and_captured(job);
        job.storage_cuts_the_snapshot(content);
        job.eventually("cut", status -> status.save() != null && status.save().cutAt() != null);

        client.resource(job.eventually(VolumeSnapshot.class, _ -> true)).delete();
        job.content_becomes_ready(content);

        job.kubelet_lets_the_claim_go();
        var end = job.eventually_complete();
        assertThat(ending(end)).isEqualTo("Saved");
        assertThat(end.save().readyAt()).isNotNull();
    }

    @Test
    void a_snapshot_that_somebody_deletes_with_its_content_ends_the_save_and_the_run() {
        var job = new Cast(client);
        job.plugin_creates_the_run(job.asks("refs/heads/main", 30));
        var content = sealed_and_captured(job);
        job.storage_cuts_the_snapshot(content);
        job.eventually("cut", status -> status.save() != null && status.save().cutAt() != null);

        client.resource(content).delete();
        client.resource(job.eventually(VolumeSnapshot.class, _ -> true)).delete();

        job.kubelet_lets_the_claim_go();
        var end = job.eventually_complete();
        assertThat(ending(end)).isEqualTo("Skipped");
        assertThat(end.save().reason()).isEqualTo("SnapshotFailed");
    }

    @Test
    void a_run_that_somebody_deletes_while_its_snapshot_is_cut_goes_on_and_saves_once() {
        var job = new Cast(client);
        var spec = job.asks("refs/heads/main", 31);
        job.plugin_creates_the_run(spec);
        var content = sealed_and_captured(job);
        var slot = job.run().getStatus().slot();
        var released = job.run().getSpec();
        client.resource(job.run()).delete();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> job.run() == null);

        job.plugin_creates_the_run(released);
        job.plugin_applies_slot(slot);

        job.storage_cuts_the_snapshot(content);
        job.snapshot_becomes_ready(content);
        job.kubelet_lets_the_claim_go();
        assertThat(ending(job.eventually_complete())).isEqualTo("Saved");
        assertThat(client.resources(VolumeSnapshot.class)
                        .inNamespace(Given.VAULT)
                        .list()
                        .getItems())
                .hasSize(1);
    }

    private static VolumeSnapshotContent sealed_and_captured(Cast job) {
        job.keeper();
        job.provisioner_binds_the_claim();
        job.eventually("volume", status -> status.volume() != null);
        var now = Instant.now().toString();
        var sealed =
                new RunStatus.Sealed("Done", null, Given.SHA, 1L, 1L, now, null, null, null, null, null, null, null);
        job.plugin_applies_slot(job.slot(now, null, null, null));
        job.plugin_releases(RunSpec.Cause.Step, new RunSpec.Save(RunSpec.Wish.Save, "asked", null));
        job.plugin_applies_slot(job.slot(now, now, sealed, null));
        job.eventually_gone(Pod.class);
        job.plugin_applies_slot(job.slot(now, now, sealed, now));
        return job.snapshot_controller_binds_a_content();
    }

    @Test
    void fifty_jobs_at_once_get_what_the_policy_allows_and_the_others_run_cold() {
        Cast.user_limits_the_stream(client, 40);
        var jobs = new ArrayList<Cast>();
        for (var i = 0; i < 50; i++) {
            jobs.add(new Cast(client));
        }
        jobs.parallelStream().forEach(job -> job.plugin_creates_the_run(job.asks("refs/heads/main", 40)));

        var decided = jobs.stream()
                .map(job -> job.eventually("decided", status -> status.restore() != null))
                .map(status -> status.restore().reason())
                .toList();

        assertThat(decided).filteredOn("TooManyRuns"::equals).hasSize(10);
        assertThat(decided).filteredOn("NoSnapshot"::equals).hasSize(40);
        jobs.forEach(job -> job.plugin_releases(RunSpec.Cause.SlotEnded, null));
        for (var job : jobs) {
            Awaitility.await(job.runName())
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> Conditions.isTrue(job.run().getStatus().conditions(), ConditionType.Complete)
                            || job.lets_a_deleted_claim_go());
            job.eventually_complete();
        }
        assertThat(leftovers()).isEmpty();
    }

    private static List<String> leftovers() {
        return client.resources(BuildSnapshotRun.class).inNamespace(Given.NAMESPACE).list().getItems().stream()
                .filter(run -> run.getStatus() == null
                        || !Conditions.isTrue(run.getStatus().conditions(), ConditionType.Complete))
                .map(run -> run.getMetadata().getName())
                .toList();
    }
}
