package dev.headwater.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.e2e.world.WorldException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvocationTest {
    @Test
    void forty_jobs_forty_kills_and_a_seed_of_the_moment_are_the_default() {
        assertThat(Invocation.from(List.of(), 5)).isEqualTo(new Invocation(40, 40, 5, Optional.empty()));
    }

    @Test
    void options_come_in_any_order_and_the_command_names_what_makes_the_same_plan() {
        var read = Invocation.from(List.of("--json", "f.json", "--seed", "9", "--kills", "3", "--jobs", "2"), 5);
        assertThat(read).isEqualTo(new Invocation(2, 3, 9, Optional.of(Path.of("f.json"))));
        assertThat(read.command()).isEqualTo("./dev chaos --jobs 2 --kills 3 --seed 9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--jobs", "--jobs 0", "--jobs many", "--kills 501", "--nodes 2", "extra"})
    void what_is_not_understood_is_answered_with_the_usage(String line) {
        assertThatThrownBy(() -> Invocation.from(List.of(line.split(" ")), 5))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("Usage: ./dev chaos");
    }
}
