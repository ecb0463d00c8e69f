package dev.headwater.node.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.node.mount.MountTables;
import dev.headwater.node.record.RunRecord.Phase;
import dev.headwater.node.walk.WalkWorld.Killed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The plugin is killed before each of its steps, be it a record, a file or a mount: the outcome is always the same. To die after a step is
 * to die before the next one.
 */
@Tag("kernel")
class KilledPluginKernelTest {
    private static final int STEPS_AT_LEAST = 20;

    private interface Act {
        void play(WalkWorld world) throws IOException;
    }

    private static final List<Act> SAVED = List.of(
            WalkWorld::publish,
            WalkWorld::publishKeeper,
            world -> world.node.keeperVolume(),
            world -> world.askForVolume("r1"),
            WalkWorld::settle,
            world -> world.decide("StartEmpty", "NoSnapshot"),
            WalkWorld::settle,
            world -> world.request("s1", "op=save", "path=/mnt/cargo", "timeout=60"),
            WalkWorld::settle,
            world -> world.report("seal", "outcome=done"),
            WalkWorld::settle,
            world -> world.endpoint.unpublish(world.keeper),
            world -> world.node.unmountKeeperVolume(),
            WalkWorld::settle,
            world -> world.verdict("Save", "JobAsked", world.now.toString()),
            WalkWorld::settle);

    private static final List<Act> SCRATCH = List.of(
            WalkWorld::publish,
            world -> world.askForVolume("r1"),
            WalkWorld::settle,
            world -> world.now = world.now.plusSeconds(56),
            WalkWorld::settle);

    /** The plugin that comes after a dead one looks at its runs before the kubelet asks again. */
    private static final List<Act> POD_ENDS = List.of(
            WalkWorld::publish,
            WalkWorld::publishKeeper,
            world -> world.node.keeperVolume(),
            world -> world.askForVolume("r1"),
            WalkWorld::settle,
            world -> world.decide("StartEmpty", "NoSnapshot"),
            WalkWorld::settle,
            world -> world.request("s1", "op=save", "path=/mnt/cargo", "timeout=60"),
            world -> {
                if (world.starts > 1) {
                    world.walkOn();
                }
                world.endpoint.unpublish(world.slot);
            },
            WalkWorld::walkOn);

    private static final List<Act> REJECTED = List.of(
            WalkWorld::publish,
            WalkWorld::publishKeeper,
            world -> world.sealedVolume("key=another"),
            world -> world.askForVolume("r1"),
            WalkWorld::settle,
            world -> world.decide("FromSnapshot", "HeadOfLane"),
            WalkWorld::settle,
            world -> world.now = world.now.plusSeconds(56),
            WalkWorld::settle);

    @Test
    void a_bad_volume_is_never_bound() throws IOException {
        everyDeath(REJECTED, world -> {
            assertThat(world.result("r1").orElseThrow()).contains("outcome=scratch", "reason=VolumeFailed");
            assertThat(world.run().slot().rejected()).isNotNull();
            assertThat(MountTables.own().at(world.volume().toString()))
                    .singleElement()
                    .satisfies(mount -> assertThat(mount.source()).contains("loop"));
            assertThat(world.volume().resolve(".headwater")).doesNotExist();
        });
    }

    @Test
    void a_saved_run_ends_the_same() throws IOException {
        everyDeath(SAVED, world -> {
            assertThat(world.state.runs().all()).hasSize(1);
            assertThat(world.result("r1").orElseThrow()).contains("outcome=attached");
            assertThat(world.result("s1").orElseThrow()).contains("saved=true");
            assertThat(world.run().phase()).isEqualTo(Phase.OVER);
            assertThat(world.run().slot().unclean()).isNull();
            assertThat(world.sealed().outcome()).isEqualTo("Done");
            assertThat(world.volume()).doesNotExist();
        });
    }

    @Test
    void scratch_is_given_once() throws IOException {
        everyDeath(SCRATCH, world -> {
            assertThat(world.state.runs().all()).hasSize(1);
            assertThat(world.result("r1").orElseThrow()).contains("outcome=scratch");
            assertThat(MountTables.own().at(world.volume().toString())).hasSize(1);
        });
    }

    @Test
    void the_end_of_a_pod_leaves_nothing_and_loses_no_wish() throws IOException {
        everyDeath(POD_ENDS, world -> {
            assertThat(Path.of(world.slot.path())).doesNotExist();
            assertThat(world.released()).isNotNull();
            assertThat(world.save().wish()).isEqualTo(RunSpec.Wish.Save);
            assertThat(world.run().phase()).isEqualTo(Phase.SEALING);
            assertThat(world.run().slot().unclean()).isNull();
        });
    }

    private static void everyDeath(List<Act> story, Act proof) throws IOException {
        var step = 1;
        while (dies(story, proof, step)) {
            step++;
        }
        assertThat(step).as("steps of the story").isGreaterThan(STEPS_AT_LEAST);
    }

    /** Whether the story had so many steps. */
    private static boolean dies(List<Act> story, Act proof, int step) throws IOException {
        List<String> loops;
        var died = false;
        try (var world = new WalkWorld()) {
            world.killAt(step);
            for (var act : story) {
                try {
                    act.play(world);
                } catch (Killed e) {
                    died = true;
                    world.startPlugin();
                    act.play(world);
                }
            }
            world.spare();
            proof.play(world);
            world.endpoint.unpublish(world.slot);
            assertThat(MountTables.own().unmountOrder(world.slot.path())).isEmpty();
            loops = world.node.loops();
        }
        assertThat(loops.stream().filter(line -> line.contains("headwater-records")))
                .isEmpty();
        return died;
    }
}
