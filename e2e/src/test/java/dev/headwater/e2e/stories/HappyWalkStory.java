package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.e2e.world.Runs;
import dev.headwater.e2e.world.Steps;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SharedStory
@Order(3)
class HappyWalkStory {
    private static final String STATE = Stage.PATH + "/workspace/state";
    private static final String SIDECAR = "dind";

    @Test
    void a_job_starts_cold_and_is_saved_and_the_next_one_finds_its_tree_untouched(Stage stage, @TempDir Path folder)
            throws IOException {
        var sha = stage.commit(folder, "hello");

        var cold = stage.job("cold", stage.workflowRun(sha));
        var first = stage.attached(cold);
        first.checkout("workspace");
        first.run("echo built > %1$s && touch -d 2001-02-03T04:05:06Z %1$s".formatted(STATE));
        assertThat(first.run("stat -c %u:%g " + Stage.PATH)).isEqualTo("1001:1001");
        var tracked = first.run("stat -c %Y:%i " + Stage.PATH + "/workspace/hello.txt");
        assertThat(first.save()).contains("Saved as");

        var saved = stage.completed(cold);
        assertThat(Objects.requireNonNull(saved.getStatus().restore()).from()).isEqualTo("empty");
        assertThat(Stage.save(saved).reason()).isEqualTo("JobAsked");
        assertThat(Runs.reason(saved, ConditionType.Complete)).contains("Saved");

        var warm = stage.job("warm", stage.workflowRun(sha));
        var second = stage.attached(warm);
        second.checkout("workspace");
        assertThat(second.run("stat -c %Y:%i " + Stage.PATH + "/workspace/hello.txt"))
                .isEqualTo(tracked);
        assertThat(second.run("stat -c %Y:%u " + STATE)).isEqualTo("981173106:1001");
        assertThat(second.run("cat " + STATE)).isEqualTo("built");
        assertThat(second.run("git -C " + Stage.PATH + "/workspace rev-parse HEAD"))
                .isEqualTo(sha);
        second.skip();

        var skipped = stage.completed(warm);
        var restore = Objects.requireNonNull(skipped.getStatus().restore());
        assertThat(restore.from()).isEqualTo("branch");
        assertThat(restore.snapshot()).isEqualTo(Stage.save(saved).snapshot());
        assertThat(restore.sourceSha()).isEqualTo(sha);
        assertThat(restore.sourceCutAt()).isEqualTo(Stage.save(saved).cutAt());
        assertThat(Stage.save(skipped).reason()).isEqualTo("JobAskedToSkip");
    }

    @Test
    void another_branch_falls_back_to_the_default_branch_and_then_has_its_own(Stage stage) {
        stage.savedState("of-main");
        var feature = stage.workflowRun().at("refs/heads/feature", "1".repeat(40));

        var job = stage.job("feature", feature);
        var steps = stage.attached(job);
        assertThat(Objects.requireNonNull(stage.run(job).getStatus().restore()).from())
                .isEqualTo("default-branch");
        steps.run("echo of-feature > " + Stage.PATH + "/state");
        steps.save();
        stage.completed(job);

        var again = stage.job("feature-again", feature);
        assertThat(stage.attached(again).run("cat " + Stage.PATH + "/state")).isEqualTo("of-feature");
        stage.nextRunIsSound("of-main");
    }

    @Test
    void a_pod_whose_template_knows_nothing_of_slots_has_one_by_its_label(Stage stage) {
        var job = stage.changedJob("labelled", HappyWalkStory::labelled);
        var steps = stage.attached(job);
        steps.run("echo labelled > " + Stage.PATH + "/state");
        assertThat(steps.run("echo $ACTIONS_RUNNER_HOOK_JOB_STARTED")).isEqualTo("/mnt/.headwater/job-started.sh");
        steps.save();
        assertThat(Stage.save(stage.completed(job)).reason()).isEqualTo("JobAsked");

        var crowded = stage.changedJob("crowded", HappyWalkStory::crowded);
        var next = stage.attached(crowded);
        var sidecar = new Steps(crowded.shell(SIDECAR), Stage.PATH);
        assertThat(sidecar.run("cat " + Stage.PATH + "/state")).isEqualTo("labelled");
        assertThat(next.run("findmnt -no FSTYPE /work")).isNotEmpty();
        next.save();
        assertThat(Stage.save(stage.completed(crowded)).reason()).isEqualTo("JobAsked");
    }

    private static Pod labelled(Pod usual) {
        return new PodBuilder(usual)
                .editMetadata()
                .addToLabels(Api.LABEL_SLOT, "true")
                .endMetadata()
                .editSpec()
                .withVolumes()
                .editFirstContainer()
                .withVolumeMounts()
                .endContainer()
                .endSpec()
                .build();
    }

    /** With a volume, an init container, and a sidecar that wants the slot too, as that of docker does. */
    private static Pod crowded(Pod usual) {
        var labelled = labelled(usual);
        var runner = labelled.getSpec().getContainers().getFirst();
        return new PodBuilder(labelled)
                .editMetadata()
                .addToAnnotations(Api.ANNOTATION_SLOT_CONTAINERS, runner.getName() + "," + SIDECAR)
                .endMetadata()
                .editSpec()
                .addNewVolume()
                .withName("work")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .addToInitContainers(
                        new ContainerBuilder(runner)
                                .withName("prepare")
                                .withCommand("true")
                                .build(),
                        new ContainerBuilder(runner)
                                .withName(SIDECAR)
                                .withRestartPolicy("Always")
                                .build())
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("work")
                .withMountPath("/work")
                .endVolumeMount()
                .endContainer()
                .endSpec()
                .build();
    }
}
