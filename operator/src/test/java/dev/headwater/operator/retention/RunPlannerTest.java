package dev.headwater.operator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.operator.Given;
import dev.headwater.operator.model.Uses;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunPlannerTest {
    private static RunTrace run(String name, Optional<Duration> completeAgo) {
        return new RunTrace(
                Given.NAMESPACE,
                name,
                "uid-" + name,
                "1",
                completeAgo.map(Given.START::minus),
                Optional.empty(),
                Uses.NONE);
    }

    private static RunTrace complete(String name, int hoursAgo) {
        return run(name, Optional.of(Duration.ofHours(hoursAgo)));
    }

    private static List<String> forgotten(Set<String> snapshots, int most, RunTrace... runs) {
        return RunPlanner.forgotten(List.of(runs), snapshots, most, RunPlanner.YOUNG, Given.START).stream()
                .map(RunTrace::name)
                .toList();
    }

    @Test
    void the_oldest_complete_ones_are_forgotten() {
        assertThat(forgotten(Set.of(), 1, complete("old", 9), complete("older", 10), complete("young", 2)))
                .containsExactly("old", "older");
    }

    @Test
    void one_that_is_not_complete_neither_goes_nor_counts() {
        assertThat(forgotten(Set.of(), 1, run("running", Optional.empty()), complete("only", 9)))
                .isEmpty();
    }

    @Test
    void one_that_saved_a_snapshot_which_is_there_stays() {
        assertThat(forgotten(Set.of("saver"), 1, complete("last", 2), complete("saver", 9), complete("other", 8)))
                .containsExactly("other");
    }

    @Test
    void one_that_has_just_become_complete_stays() {
        assertThat(forgotten(Set.of(), 1, complete("last", 0), complete("before", 1)))
                .isEmpty();
    }
}
