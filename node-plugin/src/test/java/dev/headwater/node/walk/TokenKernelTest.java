package dev.headwater.node.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.node.record.RunRecord.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tokens by which a job proves whose it is: handed on, and kept nowhere. */
@Tag("kernel")
class TokenKernelTest {
    private static final String SECRET = "eyJ.secret.token";

    private WalkWorld world;

    @BeforeEach
    void raise() throws IOException {
        world = new WalkWorld();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        world.endpoint.unpublish(world.slot);
        world.close();
        assertThat(world.node.loops()).isEmpty();
    }

    private boolean isWrittenDown() throws IOException {
        try (var files = Files.walk(world.directory)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file).contains(SECRET)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void a_slot_says_which_pod_it_is_in() throws IOException {
        world.publish();

        assertThat(Path.of(world.slot.path(), ".headwater/pod")).hasContent(world.slot.podUid());
    }

    @Test
    void tokens_of_request_and_save_are_handed_on_for_the_run_and_go() throws IOException {
        world.publish();
        world.publishKeeper();
        world.node.keeperVolume();
        var start = world.token("r1", SECRET, "rw-------");
        world.askForVolume("r1");
        world.settle();
        var run = world.run().ask().run();

        assertThat(world.shown).containsExactly(run + " RESTORE " + SECRET);
        assertThat(world.run().ask().token()).isTrue();
        assertThat(start).doesNotExist();

        world.decide("StartEmpty", "NoSnapshot");
        world.settle();
        var end = world.token("s1", SECRET, "rw-------");
        world.request("s1", "op=save", "path=/mnt/cargo", "timeout=60");
        world.settle();

        assertThat(world.shown).containsExactly(run + " RESTORE " + SECRET, run + " SAVE " + SECRET);
        assertThat(end).doesNotExist();
        assertThat(isWrittenDown()).isFalse();
    }

    @Test
    void a_token_that_others_can_read_is_passed_over_and_the_job_goes_on() throws IOException {
        world.publish();
        world.token("r1", SECRET, "rw-r--r--");
        world.askForVolume("r1");
        world.settle();

        assertThat(world.run().phase()).isEqualTo(Phase.WAITING);
        assertThat(world.run().ask().token()).isFalse();
        assertThat(world.shown).isEmpty();
    }

    @Test
    void a_token_for_a_volume_that_is_not_there_proves_nothing() throws IOException {
        world.publish();
        world.token("s1", SECRET, "rw-------");
        world.request("s1", "op=save", "path=/mnt/cargo", "timeout=60");
        world.settle();

        assertThat(world.shown).isEmpty();
        assertThat(world.result("s1")).isPresent();
    }
}
