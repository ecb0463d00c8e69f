package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.e2e.world.Runs;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@SharedStory
@Order(2)
class RunnerPodGoneStory {
    /** Writes on, holding files open, like a compiler. */
    private static final String BUILD =
            "(exec 3> %1$s/open; while :; do date >&3; date > %1$s/file; done) > /dev/null 2>&1 &"
                    .formatted(Stage.PATH);

    @Test
    void a_pod_deleted_with_grace_0_and_another_of_its_name_are_two_jobs(Stage stage) {
        stage.savedState("kept");
        var killed = stage.job("runner");
        stage.attached(killed).run(BUILD);

        killed.deleteAtOnce();
        var sameName = stage.job("runner");

        var steps = stage.attached(sameName);
        assertThat(sameName.uid()).isNotEqualTo(killed.uid());
        assertThat(steps.run("cat " + Stage.PATH + "/state")).isEqualTo("kept");
        assertThat(steps.run("ls " + Stage.PATH)).doesNotContain("open");
        assertThat(Stage.save(stage.completed(killed)).reason()).isEqualTo("NotAsked");
        steps.run("echo of-the-second > " + Stage.PATH + "/state");
        steps.save();
        assertThat(Stage.save(stage.completed(sameName)).reason()).isEqualTo("JobAsked");
        stage.nextRunIsSound("of-the-second");
    }

    @Test
    void a_pod_deleted_by_its_owner_in_the_middle_of_a_build_is_not_saved(Stage stage) {
        stage.savedState("kept");
        var job = stage.job("cancelled");
        stage.attached(job).run(BUILD);

        job.delete();

        assertThat(Stage.save(stage.completed(job)).reason()).isEqualTo("NotAsked");
        stage.nextRunIsSound("kept");
    }

    @Test
    void a_volume_that_a_process_keeps_busy_is_not_taken_away_and_the_process_is_named(Stage stage) {
        var job = stage.job("busy");
        var steps = stage.attached(job);
        steps.run("sleep 300 > " + Stage.PATH + "/open 2> /dev/null & echo $! > /tmp/pid");

        var save = steps.attempt("/mnt/.headwater/headwater save --path " + Stage.PATH + " --timeout 5");
        assertThat(save.exitCode()).isEqualTo(1);
        assertThat(save.output()).contains("sleep");

        steps.run("kill $(cat /tmp/pid) && echo calm > " + Stage.PATH + "/state");
        steps.save();
        assertThat(Stage.save(stage.completed(job)).reason()).isEqualTo("JobAsked");
        stage.nextRunIsSound("calm");
    }

    @Test
    void an_evicted_pod_is_told_from_a_deleted_one_and_is_not_saved(Stage stage) {
        stage.savedState("kept");
        var job = stage.job("evicted");
        stage.attached(job).run(BUILD);
        job.remember();
        try {
            job.evict();
            var run = stage.completed(job);
            assertThat(Runs.reason(run, ConditionType.Ended)).contains("Evicted");
            assertThat(Stage.save(run).reason()).isEqualTo("NotAsked");
        } finally {
            job.forget();
        }
        stage.nextRunIsSound("kept");
    }

    @Test
    void a_container_that_restarts_finds_its_volume_as_it_left_it_and_can_save_it(Stage stage) {
        stage.savedState("kept");
        var job = stage.changedJob(
                "restarting",
                pod -> new PodBuilder(pod)
                        .editSpec()
                        .withRestartPolicy("Always")
                        .endSpec()
                        .build());
        var steps = stage.attached(job);
        steps.run("echo of-the-first-life > %s/state; (sleep 1; kill 1) > /dev/null 2>&1 &".formatted(Stage.PATH));

        job.restarted(1, Stage.PATIENCE);

        assertThat(steps.run("cat " + Stage.PATH + "/state")).isEqualTo("of-the-first-life");
        steps.run("echo of-the-second-life > " + Stage.PATH + "/state");
        assertThat(steps.save()).contains("Saved as");
        assertThat(steps.attempt("ls " + Stage.PATH + "/state").exitCode()).isNotZero();
        assertThat(Stage.save(stage.completed(job)).reason()).isEqualTo("JobAsked");
        stage.nextRunIsSound("of-the-second-life");
    }
}
