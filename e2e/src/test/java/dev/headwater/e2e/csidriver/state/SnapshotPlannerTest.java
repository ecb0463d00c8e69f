package dev.headwater.e2e.csidriver.state;

import static dev.headwater.e2e.csidriver.state.Clouds.EBS;
import static dev.headwater.e2e.csidriver.state.Clouds.GIB;
import static dev.headwater.e2e.csidriver.state.Clouds.NOON;
import static dev.headwater.e2e.csidriver.state.Clouds.catalog;
import static dev.headwater.e2e.csidriver.state.Clouds.snapshot;
import static dev.headwater.e2e.csidriver.state.Clouds.volume;
import static dev.headwater.e2e.csidriver.state.Clouds.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.e2e.csidriver.state.Behaviour.Dependence;
import dev.headwater.e2e.csidriver.state.Plan.Act;
import dev.headwater.e2e.csidriver.state.Plan.Done;
import dev.headwater.e2e.csidriver.state.Plan.Refuse;
import io.grpc.Status.Code;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotPlannerTest {
    private final Catalog one = with(catalog(volume("vol-1")), snapshot("snap-1", "vol-1"));

    @Test
    void a_snapshot_is_cut_now_and_ready_after_the_fixed_delay_and_that_per_gib() {
        Behaviour slow = EBS.with(Map.of("snapshot-delay", "1m", "snapshot-delay-per-gib", "500ms"));

        assertThat(new SnapshotPlanner(one, slow).cut(wish("name", "vol-1"), "snap-2", NOON))
                .isEqualTo(new Act<>(new BlockSnapshot(
                        "snap-2", "name", "vol-1", 10 * GIB, NOON, NOON.plusSeconds(65), Optional.empty())));
    }

    @Test
    void the_same_name_gets_the_snapshot_with_its_first_cut() {
        assertThat(new SnapshotPlanner(one, EBS).cut(wish("name of snap-1", "vol-1"), "snap-2", NOON.plusSeconds(9)))
                .isEqualTo(new Done<>(snapshot("snap-1", "vol-1")));
    }

    @Test
    void the_same_name_of_another_volume_is_refused_and_an_unknown_volume_not_found() {
        assertThat(new SnapshotPlanner(one, EBS).cut(wish("name of snap-1", "vol-2"), "snap-2", NOON))
                .isEqualTo(new Refuse<>(Code.ALREADY_EXISTS, "A snapshot named name of snap-1 exists of vol-1."));
        assertThat(new SnapshotPlanner(one, EBS).cut(wish("name", "vol-2"), "snap-2", NOON))
                .isEqualTo(new Refuse<>(Code.NOT_FOUND, "There is no volume vol-2."));
    }

    @Test
    void an_unknown_snapshot_is_already_deleted() {
        assertThat(new SnapshotPlanner(one, EBS).delete("snap-9"))
                .isEqualTo(new Done<>(new Removal(List.of(), List.of())));
    }

    @Test
    void a_snapshot_keeps_what_its_class_says_it_depends_on() {
        assertThat(new SnapshotPlanner(one, EBS)
                        .cut(new SnapshotWish("name", "vol-1", Optional.of(Dependence.VOLUME)), "snap-2", NOON))
                .isEqualTo(new Act<>(new BlockSnapshot(
                        "snap-2",
                        "name",
                        "vol-1",
                        10 * GIB,
                        NOON,
                        NOON.plusSeconds(3),
                        Optional.of(Dependence.VOLUME))));
    }

    private static SnapshotWish wish(String name, String volumeId) {
        return new SnapshotWish(name, volumeId, Optional.empty());
    }
}
