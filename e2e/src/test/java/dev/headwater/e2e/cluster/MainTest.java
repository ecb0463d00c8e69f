package dev.headwater.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @Test
    void without_a_number_any_number_of_nodes_will_do() {
        assertThat(Main.nodes(List.of("up"))).isEmpty();
    }

    @Test
    void a_number_of_nodes_can_be_asked_for() {
        assertThat(Main.nodes(List.of("up", "--nodes", "2"))).contains(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"up --nodes", "up --nodes 0", "up --nodes many", "up 2", "sideways", ""})
    void anything_else_is_answered_with_what_is_possible(String line) {
        assertThatThrownBy(() -> Main.nodes(List.of(line.split(" "))))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("Usage: ./dev cluster up [--nodes N]");
    }
}
