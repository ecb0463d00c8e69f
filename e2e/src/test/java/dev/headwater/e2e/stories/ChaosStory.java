package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.e2e.chaos.Chaos;
import dev.headwater.e2e.world.Progress;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** {@code ./dev chaos}, but short; each part is killed once. */
@IsolatedStory
class ChaosStory {
    private static final int JOBS = 6;
    private static final int KILLS = 8;

    @Test
    void whoever_is_killed_nothing_is_lost_nothing_is_saved_twice_and_nothing_is_left_over(Stage stage) {
        var clock = InstantSource.system();
        var seed = clock.millis();
        var outcome = new Chaos(stage.world(), new Progress(System.out, clock), clock).play(seed, JOBS, KILLS);
        assertThat(outcome.findings())
                .as("./dev chaos --jobs %d --kills %d --seed %d", JOBS, KILLS, seed)
                .isEmpty();
    }
}
