package dev.headwater.e2e.csidriver.state;

import static dev.headwater.e2e.csidriver.state.Clouds.EBS;
import static dev.headwater.e2e.csidriver.state.Clouds.catalog;
import static dev.headwater.e2e.csidriver.state.Clouds.volume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.e2e.csidriver.state.Plan.Act;
import dev.headwater.e2e.csidriver.state.Plan.Done;
import dev.headwater.e2e.csidriver.state.Plan.Refuse;
import io.grpc.Status.Code;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttachmentPlannerTest {
    private final BlockVolume attached = volume("vol-1").withNode(Optional.of("n1"));

    @Test
    void a_volume_is_attached_to_a_node_of_its_zone_once() {
        assertThat(planner(volume("vol-1")).attach("vol-1", "n1")).isEqualTo(new Act<>(attached));
        assertThat(planner(attached).attach("vol-1", "n1")).isEqualTo(new Done<>(attached));
    }

    @Test
    void another_node_another_zone_and_the_unknown_are_refused() {
        assertThat(codeOf(planner(attached).attach("vol-1", "n2"))).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(codeOf(planner(volume("vol-1")).attach("vol-1", "n2"))).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(codeOf(planner(volume("vol-1")).attach("vol-1", "n3"))).isEqualTo(Code.NOT_FOUND);
        assertThat(codeOf(planner(volume("vol-1")).attach("vol-2", "n1"))).isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void a_full_node_takes_no_more_volumes() {
        BlockVolume second = volume("vol-2").withNode(Optional.of("n1"));

        assertThat(planner(attached, volume("vol-3")).attach("vol-3", "n1")).isInstanceOf(Act.class);
        assertThat(codeOf(planner(attached, second, volume("vol-3")).attach("vol-3", "n1")))
                .isEqualTo(Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void a_node_may_have_a_limit_of_its_own() {
        Behaviour narrow = EBS.with(Map.of("max-volumes-of/n1", "1"));

        assertThat(codeOf(new AttachmentPlanner(catalog(attached, volume("vol-2")), narrow).attach("vol-2", "n1")))
                .isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(narrow.limits().of("n2")).isEqualTo(2);
        assertThat(narrow.with(Map.of("max-volumes-per-node", "7")).limits().of("n1"))
                .isEqualTo(1);
    }

    @Test
    void a_detach_is_done_if_another_node_holds_the_volume_or_it_is_unknown() {
        assertThat(planner(attached).detach("vol-1", Optional.of("n1")))
                .isEqualTo(new Act<>(Optional.of(volume("vol-1"))));
        assertThat(planner(attached).detach("vol-1", Optional.empty()))
                .isEqualTo(new Act<>(Optional.of(volume("vol-1"))));
        assertThat(planner(attached).detach("vol-1", Optional.of("n2"))).isEqualTo(new Done<>(Optional.empty()));
        assertThat(planner().detach("vol-1", Optional.of("n1"))).isEqualTo(new Done<>(Optional.empty()));
    }

    private static AttachmentPlanner planner(BlockVolume... volumes) {
        return new AttachmentPlanner(catalog(volumes), EBS);
    }

    private static Code codeOf(Plan<?> plan) {
        return plan instanceof Refuse<?> refusal ? refusal.code() : Code.OK;
    }
}
