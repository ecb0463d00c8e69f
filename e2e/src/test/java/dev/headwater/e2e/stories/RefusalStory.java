package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.e2e.world.PodShell;
import dev.headwater.e2e.world.Steps;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@SharedStory
@Order(4)
class RefusalStory {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Test
    void an_unknown_stream_lets_the_job_run_cold_and_prints_the_manifest_to_apply(Stage stage) {
        var job = stage.job("unknown-stream");
        var steps = stage.steps(job);
        steps.jobStarted();

        PodShell.Done restore = steps.tryRestore("no-such-key", stage.version(), TIMEOUT);

        assertThat(restore.exitCode()).as(restore.output()).isZero();
        assertThat(restore.output())
                .contains("kind: BuildSnapshotStream", "key: no-such-key", "path: " + Stage.PATH, "acme/tales");
        steps.run("echo cold > " + Stage.PATH + "/state");
        steps.skip();
        var run = stage.completed(job);
        assertThat(Stage.answer(run).outcome()).isEqualTo("scratch");
        assertThat(Stage.answer(run).reason()).isEqualTo("UnknownStream");
    }

    @Test
    void another_repository_does_not_get_the_streams_content(Stage stage) {
        stage.savedState("secret");
        var job = stage.job("stranger", stage.workflowRun().of("acme/other"));
        var steps = stage.steps(job);
        steps.jobStarted();

        var restore = steps.tryRestore(Stage.KEY, stage.version(), TIMEOUT);

        assertThat(restore.output()).contains("acme/other");
        assertThat(steps.run("ls -A " + Stage.PATH)).doesNotContain("state");
        steps.skip();
        assertThat(Stage.answer(stage.completed(job)).reason()).isEqualTo("WrongRepository");
        stage.nextRunIsSound("secret");
    }

    @Test
    void a_path_that_is_not_directly_below_a_slot_is_refused_with_a_sentence(Stage stage) {
        var job = stage.job("elsewhere");
        stage.steps(job).jobStarted();

        var restore = new Steps(job.shell(), "/srv/tale").tryRestore(Stage.KEY, stage.version(), TIMEOUT);

        assertThat(restore.exitCode()).isEqualTo(1);
        assertThat(restore.output()).contains("/srv/tale");
        assertThat(stage.steps(job).run("ls -A /mnt")).isEqualTo(".headwater");
    }

    @Test
    void a_pod_that_could_not_see_the_volume_is_refused_and_told_what_its_mount_lacks(Stage stage) {
        var job = stage.changedJob("blind", RefusalStory::withoutPropagation);
        stage.steps(job).jobStarted();

        var restore = stage.steps(job).tryRestore(Stage.KEY, stage.version(), TIMEOUT);

        assertThat(restore.exitCode()).isEqualTo(1);
        assertThat(restore.output()).contains("mountPropagation: HostToContainer");
        stage.said(job, "NoPropagation");
    }

    private static Pod withoutPropagation(Pod pod) {
        pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getVolumeMounts().stream())
                .forEach(mount -> mount.setMountPropagation(null));
        return pod;
    }

    @Test
    void a_second_request_for_an_attached_path_is_refused_and_the_first_volume_stays(Stage stage) {
        var job = stage.job("twice");
        var steps = stage.attached(job);
        steps.run("echo mine > " + Stage.PATH + "/state");

        var again = steps.tryRestore(Stage.KEY, stage.version(), TIMEOUT);

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.output()).contains("already attached");
        stage.said(job, "AlreadyAttached");
        assertThat(steps.run("cat " + Stage.PATH + "/state")).isEqualTo("mine");
        steps.save();
        assertThat(Stage.save(stage.completed(job)).reason()).isEqualTo("JobAsked");
        stage.nextRunIsSound("mine");
    }
}
