package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import java.util.Objects;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A process that keeps the volume for itself, where nobody else sees a mount. */
@SharedStory
@Order(4)
class HiddenHolderStory {
    private static final String NAMESPACE = "unconfined";

    /** A copy of all mounts in a namespace of its own, which no unmounting reaches. */
    private static final String HIDE =
            "unshare --user --map-root-user --mount --propagation private sh -c 'echo $$ > /tmp/pid; exec sleep 300 > %s/held' > /dev/null 2>&1 &"
                    .formatted(Stage.PATH);

    @Test
    void a_private_copy_of_the_mount_is_named_and_nothing_is_captured_as_long_as_it_is_there(Stage stage) {
        var job = stage.changedJob("hiding", HiddenHolderStory::unconfined);
        var steps = stage.attached(job);
        steps.run("echo calm > " + Stage.PATH + "/state");
        steps.run(HIDE);
        steps.run("until [ -e " + Stage.PATH + "/held ]; do sleep 0.1; done");

        var save = steps.attempt("/mnt/.headwater/headwater save --path " + Stage.PATH + " --timeout 5");

        assertThat(save.exitCode()).as(save.output()).isEqualTo(1);
        assertThat(save.output()).contains("sleep", "private copy of the mount");
        var held = Objects.requireNonNull(stage.run(job).getStatus());
        assertThat(Objects.requireNonNull(held.slot()).busy()).contains("sleep", "private copy of the mount");
        assertThat(held.save()).isNull();
        assertThat(snapshot(stage, stage.run(job).getMetadata().getName())).isNull();

        steps.run("kill $(cat /tmp/pid)");

        assertThat(Stage.save(stage.completed(job)).reason()).isEqualTo("JobAsked");
        var next = stage.attached(stage.changedJob("next", HiddenHolderStory::unconfined));
        assertThat(next.run("cat " + Stage.PATH + "/state")).isEqualTo("calm");
        next.skip();
    }

    private static VolumeSnapshot snapshot(Stage stage, String name) {
        return stage.world()
                .client()
                .resources(VolumeSnapshot.class)
                .inNamespace(World.VAULT)
                .withName(name)
                .get();
    }

    /** In a namespace where it may do so. */
    private static Pod unconfined(Pod pod) {
        return new PodBuilder(pod)
                .editMetadata()
                .withNamespace(NAMESPACE)
                .endMetadata()
                .editSpec()
                .editSecurityContext()
                .editSeccompProfile()
                .withType("Unconfined")
                .endSeccompProfile()
                .endSecurityContext()
                .endSpec()
                .build();
    }
}
