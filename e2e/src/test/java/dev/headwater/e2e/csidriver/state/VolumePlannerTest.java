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

class VolumePlannerTest {
    private static final Origin BLANK = new Origin.Blank();

    @Test
    void a_size_is_rounded_up_to_whole_gib_and_the_first_zone_is_taken() {
        Plan<BlockVolume> plan = create(catalog(), wish(GIB + 1, 0, BLANK, "z2", "z1"));

        assertThat(plan)
                .isEqualTo(new Act<>(new BlockVolume("vol-new", "name", 2 * GIB, "z2", BLANK, Optional.empty())));
    }

    @Test
    void without_a_size_a_small_volume_is_made() {
        assertThat(sizeOf(create(catalog(), wish(0, 0, BLANK, "z1")))).isEqualTo(4 * GIB);
        assertThat(sizeOf(create(catalog(), wish(0, 2 * GIB + 5, BLANK, "z1")))).isEqualTo(2 * GIB);
    }

    @Test
    void the_same_name_gets_the_same_volume() {
        BlockVolume existing = new BlockVolume("vol-1", "name", 2 * GIB, "z1", BLANK, Optional.empty());

        assertThat(create(catalog(existing), wish(2 * GIB, 0, BLANK, "z1"))).isEqualTo(new Done<>(existing));
    }

    @Test
    void the_same_name_with_another_size_or_source_is_refused() {
        BlockVolume existing = new BlockVolume("vol-1", "name", 2 * GIB, "z1", BLANK, Optional.empty());
        Catalog catalog = with(catalog(existing), snapshot("snap-1", "vol-9"));

        assertThat(codeOf(create(catalog, wish(3 * GIB, 0, BLANK, "z1")))).isEqualTo(Code.ALREADY_EXISTS);
        assertThat(codeOf(create(catalog, wish(GIB, GIB, BLANK, "z1")))).isEqualTo(Code.ALREADY_EXISTS);
        assertThat(codeOf(create(catalog, wish(2 * GIB, 0, new Origin.FromSnapshot("snap-1"), "z1"))))
                .isEqualTo(Code.ALREADY_EXISTS);
    }

    @Test
    void a_restored_volume_is_at_least_as_large_as_its_snapshot() {
        Catalog catalog = with(catalog(), snapshot("snap-1", "vol-gone"));
        Origin source = new Origin.FromSnapshot("snap-1");

        assertThat(sizeOf(create(catalog, wish(0, 0, source, "z1")))).isEqualTo(10 * GIB);
        assertThat(sizeOf(create(catalog, wish(20 * GIB, 0, source, "z1")))).isEqualTo(20 * GIB);
        assertThat(codeOf(create(catalog, wish(9 * GIB, 0, source, "z1")))).isEqualTo(Code.OUT_OF_RANGE);
    }

    @Test
    void a_pending_snapshot_cannot_be_restored_until_it_is_ready() {
        Catalog catalog = with(catalog(), snapshot("snap-1", "vol-1"));
        VolumeWish wish = wish(0, 0, new Origin.FromSnapshot("snap-1"), "z1");
        VolumePlanner planner = new VolumePlanner(catalog, EBS);

        assertThat(planner.create(wish, "vol-new", NOON.plusSeconds(2)))
                .isEqualTo(
                        new Refuse<>(Code.INTERNAL, "IncorrectState: snap-1 is pending; wait until it is completed."));
        assertThat(planner.create(wish, "vol-new", NOON.plusSeconds(3))).isInstanceOf(Act.class);
    }

    @Test
    void a_clone_stays_in_the_zone_of_its_source() {
        Catalog catalog = catalog(volume("vol-1"));
        Origin source = new Origin.FromVolume("vol-1");

        assertThat(create(catalog, wish(0, 0, source, "z2", "z1")))
                .isEqualTo(new Act<>(new BlockVolume("vol-new", "name", 10 * GIB, "z1", source, Optional.empty())));
        assertThat(codeOf(create(catalog, wish(0, 0, source, "z2")))).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void what_does_not_exist_is_not_found() {
        assertThat(codeOf(create(catalog(), wish(0, 0, new Origin.FromSnapshot("snap-1"), "z1"))))
                .isEqualTo(Code.NOT_FOUND);
        assertThat(codeOf(create(catalog(), wish(0, 0, new Origin.FromVolume("vol-1"), "z1"))))
                .isEqualTo(Code.NOT_FOUND);
        assertThat(codeOf(new VolumePlanner(catalog(), EBS).expand("vol-1", GIB, 0)))
                .isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void the_limits_of_request_cloud_and_quota_hold() {
        assertThat(codeOf(create(catalog(), wish(2 * GIB + 1, 2 * GIB + 2, BLANK, "z1"))))
                .isEqualTo(Code.OUT_OF_RANGE);
        assertThat(codeOf(create(catalog(), wish(Long.MAX_VALUE, 0, BLANK, "z1"))))
                .isEqualTo(Code.OUT_OF_RANGE);
        assertThat(codeOf(create(catalog(volume("vol-1")), wish(91 * GIB, 0, BLANK, "z1"))))
                .isEqualTo(Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void a_volume_grows_and_never_shrinks() {
        VolumePlanner planner = new VolumePlanner(catalog(volume("vol-1")), EBS);

        assertThat(sizeOf(planner.expand("vol-1", 11 * GIB, 0))).isEqualTo(11 * GIB);
        assertThat(planner.expand("vol-1", GIB, 0)).isEqualTo(new Done<>(volume("vol-1")));
        assertThat(codeOf(planner.expand("vol-1", 101 * GIB, 0))).isEqualTo(Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void an_attached_volume_cannot_be_deleted_and_an_unknown_one_already_is() {
        Catalog catalog = catalog(volume("vol-1").withNode(Optional.of("n1")));

        assertThat(codeOf(new VolumePlanner(catalog, EBS).delete("vol-1"))).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(new VolumePlanner(catalog, EBS).delete("vol-2"))
                .isEqualTo(new Done<>(new Removal(List.of(), List.of())));
    }

    @Test
    void deleting_a_volume_spares_its_snapshots_unless_they_live_inside_it() {
        Catalog catalog = with(catalog(volume("vol-1")), snapshot("snap-1", "vol-1"));
        Behaviour inside = EBS.with(Map.of("snapshot-dependence", "volume"));

        assertThat(new VolumePlanner(catalog, EBS).delete("vol-1"))
                .isEqualTo(new Act<>(new Removal(List.of("vol-1"), List.of())));
        assertThat(new VolumePlanner(catalog, inside).delete("vol-1"))
                .isEqualTo(new Act<>(new Removal(List.of("vol-1"), List.of("snap-1"))));
    }

    @Test
    void where_clones_depend_on_their_source_it_cannot_be_deleted_before_them() {
        Behaviour dependent = EBS.with(Map.of("snapshot-dependence", "clones"));
        BlockVolume restored =
                new BlockVolume("vol-2", "r", 10 * GIB, "z1", new Origin.FromSnapshot("snap-1"), Optional.empty());
        Catalog catalog = with(catalog(volume("vol-1"), restored), snapshot("snap-1", "vol-1"));

        assertThat(codeOf(new VolumePlanner(catalog, dependent).delete("vol-1")))
                .isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(codeOf(new SnapshotPlanner(catalog, dependent).delete("snap-1")))
                .isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(new SnapshotPlanner(catalog, EBS).delete("snap-1"))
                .isEqualTo(new Act<>(new Removal(List.of(), List.of("snap-1"))));
        assertThat(new VolumePlanner(catalog, dependent).delete("vol-2")).isInstanceOf(Act.class);
    }

    @Test
    void what_the_class_of_a_snapshot_says_wins_over_how_the_whole_cloud_behaves() {
        Behaviour inside = EBS.with(Map.of("snapshot-dependence", "volume"));
        BlockVolume restored =
                new BlockVolume("vol-2", "r", 10 * GIB, "z1", new Origin.FromSnapshot("snap-1"), Optional.empty());
        Catalog alone = with(catalog(volume("vol-1")), snapshot("snap-1", "vol-1", Dependence.NONE));
        Catalog contained = with(catalog(volume("vol-1")), snapshot("snap-1", "vol-1", Dependence.VOLUME));
        Catalog held = with(catalog(volume("vol-1"), restored), snapshot("snap-1", "vol-1", Dependence.CLONES));

        assertThat(new VolumePlanner(alone, inside).delete("vol-1"))
                .isEqualTo(new Act<>(new Removal(List.of("vol-1"), List.of())));
        assertThat(new VolumePlanner(contained, EBS).delete("vol-1"))
                .isEqualTo(new Act<>(new Removal(List.of("vol-1"), List.of("snap-1"))));
        assertThat(codeOf(new VolumePlanner(held, EBS).delete("vol-1"))).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(codeOf(new SnapshotPlanner(held, EBS).delete("snap-1"))).isEqualTo(Code.FAILED_PRECONDITION);
    }

    private static Plan<BlockVolume> create(Catalog catalog, VolumeWish wish) {
        return new VolumePlanner(catalog, EBS).create(wish, "vol-new", NOON.plusSeconds(60));
    }

    private static VolumeWish wish(long required, long limit, Origin origin, String... zones) {
        return new VolumeWish("name", required, limit, origin, List.of(zones));
    }

    private static long sizeOf(Plan<BlockVolume> plan) {
        return plan instanceof Act<BlockVolume>(BlockVolume made) ? made.sizeBytes() : -1;
    }

    private static Code codeOf(Plan<?> plan) {
        return plan instanceof Refuse<?> refusal ? refusal.code() : Code.OK;
    }
}
