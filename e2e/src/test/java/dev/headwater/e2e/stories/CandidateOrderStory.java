package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.BuildSnapshotPolicy;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.StreamSpec;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.e2e.world.JobPod;
import dev.headwater.e2e.world.Steps;
import dev.headwater.e2e.world.WorkflowRun;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Where the content of a job comes from, place after place, on the real cluster. */
@SharedStory
@Order(3)
class CandidateOrderStory {
    private static final String POLICY = "order";
    private static final String SHA = "2".repeat(40);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private int jobs;

    @Test
    void own_lane_then_its_restore_keys_then_base_then_default_then_nothing(Stage stage) {
        stream(stage.world(), "order-a");
        stream(stage.world(), "order-b");
        var main = stage.workflowRun().at("refs/heads/main", SHA);
        var release = stage.workflowRun().at("refs/heads/release", SHA);
        var feature = stage.workflowRun().at("refs/heads/feature", SHA);
        var pull = stage.workflowRun().at("refs/pull/7/merge", SHA).pullRequestInto("release");

        assertThat(save(stage, main, "order-a", "of-main", "--restore-keys=order-"))
                .isEqualTo("empty");
        assertThat(content(stage, pull, "order-a", "default-branch")).isEqualTo("of-main");
        assertThat(save(stage, release, "order-a", "of-release", "--branch-fallback=false"))
                .isEqualTo("empty");
        assertThat(content(stage, pull, "order-a", "base-branch")).isEqualTo("of-release");
        assertThat(save(stage, feature, "order-b", "of-feature-b", "--restore-keys=order-"))
                .isEqualTo("default-branch-restore-key");
        assertThat(content(stage, feature, "order-a", "restore-key", "--restore-keys=order-"))
                .isEqualTo("of-feature-b");
        assertThat(content(stage, feature, "order-b", "branch", "--restore-keys=order-"))
                .isEqualTo("of-feature-b");
    }

    private String content(Stage stage, WorkflowRun run, String key, String from, String... more) {
        var steps = steps(stage, job(stage, run));
        assertThat(restore(stage, steps, key, more)).isEqualTo(from);
        return steps.run("cat " + Stage.PATH + "/state");
    }

    /** Saves, and returns where the content came from that it was built on. */
    private String save(Stage stage, WorkflowRun run, String key, String content, String... more) {
        var job = job(stage, run);
        var steps = steps(stage, job);
        var from = restore(stage, steps, key, more);
        steps.run("echo " + content + " > " + Stage.PATH + "/state");
        steps.save();
        assertThat(Stage.save(stage.completed(job)).cutAt()).isNotNull();
        return from;
    }

    private JobPod job(Stage stage, WorkflowRun run) {
        return stage.job("order-" + ++jobs, run);
    }

    private static Steps steps(Stage stage, JobPod job) {
        var steps = stage.steps(job);
        steps.jobStarted();
        return steps;
    }

    private static String restore(Stage stage, Steps steps, String key, String... more) {
        steps.run(
                "export GITHUB_OUTPUT=/tmp/outputs; /mnt/.headwater/headwater restore --path %s --key %s --version %s %s"
                        .formatted(Stage.PATH, key, stage.version(), String.join(" ", more)));
        return steps.run("sed -n 's/^restored-from=//p' /tmp/outputs").strip();
    }

    private static void stream(World world, String key) {
        var policy = new BuildSnapshotPolicy();
        policy.setMetadata(new ObjectMetaBuilder()
                .withNamespace(World.JOBS)
                .withName(POLICY)
                .build());
        policy.setSpec(new PolicySpec(
                null,
                new PolicySpec.Restore(null, List.of("order-"), PATIENCE.toSeconds() + "s", null),
                new PolicySpec.Volume(new Quantity("1Gi"), null, "block", null, "block"),
                null,
                new PolicySpec.Trust(null, TrustLevel.Claimed),
                null,
                new PolicySpec.Save(null, List.of("**"), null, null, null, null, null),
                null,
                null));
        world.apply(policy);
        var stream = new BuildSnapshotStream();
        stream.setMetadata(
                new ObjectMetaBuilder().withNamespace(World.JOBS).withName(key).build());
        stream.setSpec(new StreamSpec(
                Stage.REPOSITORY, key, Stage.PATH, "main", new StreamSpec.PolicyRef(POLICY), null, null, null, null));
        world.apply(stream);
    }
}
