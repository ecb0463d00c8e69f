package dev.headwater.e2e.figures;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FigureReportTest {
    private static final Machine MACHINE = new Machine(2, "a cpu", 24_000, "6.18", "Debian");

    @Test
    void a_figure_within_its_goal_is_met() throws Exception {
        var figure = json(Figure.of("attach.median", "s", 1.75, Goal.atMost(3)));
        assertThat(figure.get("name").asText()).isEqualTo("attach.median");
        assertThat(figure.get("unit").asText()).isEqualTo("s");
        assertThat(figure.get("measured").asDouble()).isEqualTo(1.75);
        assertThat(figure.get("goal").asText()).isEqualTo("<= 3");
        assertThat(figure.get("met").asBoolean()).isTrue();
    }

    @Test
    void a_figure_beyond_its_goal_is_not_met() throws Exception {
        assertThat(json(Figure.of("speedup", "ratio", 19.9, Goal.atLeast(20)))
                        .get("met")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void a_missing_figure_is_null_and_not_met_even_if_it_is_only_reported() throws Exception {
        var figure = json(Figure.missing("operator.rss", "MiB", Goal.reported()));
        assertThat(figure.get("measured").isNull()).isTrue();
        assertThat(figure.get("met").asBoolean()).isFalse();
    }

    @Test
    void machine_and_versions_stand_beside_the_figures() throws Exception {
        var root = new ObjectMapper()
                .readTree(report(Figure.of("a", "s", 1, Goal.reported())).json());
        assertThat(root.at("/machine/cpus").asInt()).isEqualTo(2);
        assertThat(root.at("/versions/kubernetes").asText()).isEqualTo("v1.36.3");
    }

    @Test
    void the_line_of_a_missed_figure_says_so() {
        assertThat(Figure.of("attach.median", "s", 3.21, Goal.atMost(3)).line())
                .contains("3.21 s", "goal <= 3", "MISSED");
    }

    @Test
    void this_machine_has_processors_and_memory() {
        var machine = Machine.gather();
        assertThat(machine.cpus()).isPositive();
        assertThat(machine.memoryMiB()).isPositive();
    }

    private static JsonNode json(Figure figure) throws Exception {
        return new ObjectMapper().readTree(report(figure).json()).at("/figures/0");
    }

    private static FigureReport report(Figure figure) {
        return new FigureReport(MACHINE, Map.of("kubernetes", "v1.36.3"), List.of(figure));
    }
}
