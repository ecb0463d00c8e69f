package dev.headwater.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {
    private static final ChaosPlan PLAN = ChaosPlan.of(7, 40, 40);

    @Test
    void the_same_seed_makes_the_same_plan() {
        assertThat(ChaosPlan.of(7, 40, 40)).isEqualTo(PLAN);
        assertThat(ChaosPlan.of(8, 40, 40)).isNotEqualTo(PLAN);
    }

    @Test
    void each_job_has_a_number_and_a_place_in_the_run_order_of_its_own() {
        var numbers = IntStream.rangeClosed(1, 40).boxed().toList();
        assertThat(PLAN.jobs()).extracting(PlannedJob::number).isEqualTo(numbers);
        assertThat(PLAN.jobs())
                .extracting(PlannedJob::order)
                .containsExactlyInAnyOrderElementsOf(numbers)
                .isNotEqualTo(numbers);
    }

    @Test
    void all_streams_and_several_lanes_of_them_are_used() {
        assertThat(PLAN.jobs()).extracting(job -> job.leg().key()).containsAll(ChaosPlan.KEYS);
        assertThat(PLAN.jobs())
                .extracting(job -> job.leg().lane())
                .contains("branch:main", "branch:feature/flood", "pull:7");
    }

    @Test
    void each_kind_of_victim_is_killed_also_when_there_are_few_kills() {
        assertThat(ChaosPlan.of(7, 6, 8).kills())
                .extracting(PlannedKill::victim)
                .containsExactlyInAnyOrder(Victim.values());
    }

    @Test
    void jobs_are_spread_over_the_kills() {
        var before = PLAN.jobs().stream().map(PLAN::killsBefore).toList();
        assertThat(before).isSorted();
        assertThat(List.of(before.getFirst(), before.getLast())).containsExactly(0, 39);
    }
}
