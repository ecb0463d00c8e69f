package dev.headwater.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {
    private static final ChaosPlan PLAN = ChaosPlan.of(7, 40, 40, 1);

    @Test
    void the_same_seed_makes_the_same_plan() {
        assertThat(ChaosPlan.of(7, 40, 40, 1)).isEqualTo(PLAN);
        assertThat(ChaosPlan.of(8, 40, 40, 1)).isNotEqualTo(PLAN);
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
        assertThat(ChaosPlan.of(7, 6, 8, 1).kills())
                .extracting(PlannedKill::victim)
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Victim.NODE)));
    }

    @Test
    void one_of_two_nodes_is_lost_near_the_end_and_all_else_stays_the_same() {
        var two = ChaosPlan.of(7, 40, 40, 2);
        assertThat(two.jobs()).isEqualTo(PLAN.jobs());
        assertThat(two.kills().get(35).victim()).isEqualTo(Victim.NODE);
        assertThat(two.kills().subList(0, 35)).isEqualTo(PLAN.kills().subList(0, 35));
    }

    @Test
    void jobs_are_spread_over_the_kills_and_neither_waits_for_the_other_for_ever() {
        var before = PLAN.jobs().stream().map(PLAN::killsBefore).toList();
        assertThat(before).isSorted();
        assertThat(PLAN.jobs()).allMatch(job -> PLAN.jobsBefore(PLAN.killsBefore(job) - 1) < job.number());
        assertThat(List.of(before.getFirst(), before.getLast())).containsExactly(0, 37);
    }
}
