package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.BuildSnapshotPolicy;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.e2e.world.Steps;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What volumes are made of, and how many of them a job may have. */
@SharedStory
@Order(4)
class VolumesStory {
    private static final String GROWING = "/mnt/growing";
    private static final String SECOND = "/mnt/second";
    private static final Duration LIMIT = Duration.ofSeconds(80);

    private static void policyAsksFor(Stage stage, String size, String restoreClass) {
        var policy = new BuildSnapshotPolicy();
        policy.setMetadata(new ObjectMetaBuilder()
                .withNamespace(World.JOBS)
                .withName("growing")
                .build());
        policy.setSpec(new PolicySpec(
                null,
                null,
                new PolicySpec.Volume(new Quantity(size), null, "block", restoreClass, "block"),
                new PolicySpec.Limits(2, null),
                new PolicySpec.Trust(null, TrustLevel.Claimed),
                null,
                null,
                null,
                null));
        stage.world().apply(policy);
    }

    private static long mebibytes(Steps steps) {
        return Long.parseLong(steps.run("df -BM --output=size " + GROWING + " | tail -1 | tr -dc 0-9"));
    }

    @Test
    void a_larger_claim_of_another_class_grows_the_file_system_and_loses_nothing(Stage stage) {
        policyAsksFor(stage, "1Gi", null);
        var small = stage.job("small");
        var first = new Steps(small.shell(), GROWING);
        first.jobStarted();
        first.restore("growing", stage.version());
        first.run("echo kept > %1$s/state && touch -d 2001-02-03T04:05:06Z %1$s/state".formatted(GROWING));
        var before = mebibytes(first);
        assertThat(first.save()).contains("Saved as");
        stage.completed(small);

        policyAsksFor(stage, "3Gi", "block-restore");
        var large = stage.job("large");
        var second = new Steps(large.shell(), GROWING);
        second.jobStarted();
        second.restore("growing", stage.version());

        assertThat(mebibytes(second)).isGreaterThan(2 * before);
        assertThat(second.run("cat %1$s/state && stat -c %%Y:%%u %1$s/state".formatted(GROWING)))
                .isEqualTo("kept\n981173106:1001");
        var claim = stage.world()
                .client()
                .persistentVolumeClaims()
                .inNamespace(World.VAULT)
                .withName(stage.run(large).getMetadata().getName())
                .require();
        assertThat(claim.getSpec().getStorageClassName()).isEqualTo("block-restore");
        second.save();
        stage.completed(large);
    }

    @Test
    void a_slot_takes_several_volumes_each_at_its_own_path_and_no_more_than_the_policy_allows(Stage stage) {
        var job = stage.job("many");
        var tale = stage.attached(job);
        var second = new Steps(job.shell(), SECOND);
        second.restore("second", stage.version());

        assertThat(tale.run("findmnt -no SOURCE " + Stage.PATH))
                .isNotEqualTo(second.run("findmnt -no SOURCE " + SECOND));
        var twice = tale.tryRestore(Stage.KEY, stage.version(), LIMIT);
        assertThat(twice.exitCode()).isEqualTo(1);
        assertThat(twice.output()).contains("already attached");
        var third = new Steps(job.shell(), GROWING).tryRestore("growing", stage.version(), LIMIT);
        assertThat(third.exitCode()).isEqualTo(1);
        assertThat(third.output()).contains("limits.volumesPerPod");

        tale.run("echo one > %s/state && echo two > %s/state".formatted(Stage.PATH, SECOND));
        assertThat(tale.save()).contains("Saved as");
        assertThat(second.save()).contains("Saved as");
        stage.allCompleted(job);
    }
}
