package dev.headwater.operator.retention;

import static dev.headwater.operator.retention.Keeping.FEATURE;
import static dev.headwater.operator.retention.Keeping.MAIN;
import static dev.headwater.operator.retention.Keeping.PULL;
import static dev.headwater.operator.retention.Keeping.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RetentionReason;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.RetentionSettings;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.Snapshot.State;
import dev.headwater.operator.model.StreamRules;
import dev.headwater.operator.model.Uses;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetentionPlannerTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MONTH = Duration.ofDays(30);

    private static RetentionSettings atMost(long gibibytes) {
        var usual = RetentionSettings.DEFAULT;
        return new RetentionSettings(
                usual.perLane(),
                usual.defaultLane(),
                usual.unusedLanes(),
                usual.pullRequests(),
                Optional.of(gibibytes << 30),
                usual.runs());
    }

    @Test
    void of_each_lane_the_newest_stay() {
        var plan = new Keeping()
                .with("m1", MAIN, 1, DAY)
                .with("m2", MAIN, 2, DAY)
                .with("m3", MAIN, 3, DAY)
                .with("m4", MAIN, 4, DAY)
                .with("f1", FEATURE, 5, DAY)
                .with("f2", FEATURE, 6, DAY)
                .plan();
        assertThat(plan.deleted())
                .isEqualTo(Map.of("m1", RetentionReason.BeyondCount, "f1", RetentionReason.BeyondCount));
        assertThat(plan.kept())
                .isEqualTo(Map.of(
                        "m2", Kept.WITHIN_RULES, "m3", Kept.WITHIN_RULES, "m4", Kept.HEAD, "f2", Kept.WITHIN_RULES));
    }

    @Test
    void newest_is_the_later_run_and_not_the_later_cut() {
        var plan = new Keeping()
                .with("rerun-of-an-old-one", FEATURE, 1, Duration.ZERO)
                .with("head", FEATURE, 2, DAY)
                .plan();
        assertThat(plan.deleted()).containsOnlyKeys("rerun-of-an-old-one");
    }

    @Test
    void the_newest_of_the_default_branch_stays_for_ever() {
        assertThat(new Keeping()
                        .with("m1", MAIN, 1, Duration.ofDays(1000))
                        .plan()
                        .kept())
                .isEqualTo(Map.of("m1", Kept.HEAD));
    }

    @Test
    void a_snapshot_that_cannot_be_restored_yet_pushes_none_out() {
        var keeping = new Keeping().with("old", FEATURE, 1, DAY);
        var lineage = keeping.snapshots.getFirst().lineage().orElseThrow();
        for (var state : new State[] {State.PENDING, State.CUT, State.FAILED}) {
            keeping.snapshots.add(Keeping.snapshot(
                    state.name(),
                    Keeping.lineage(FEATURE, "", lineage.platform(), 9, TrustLevel.Latched),
                    state,
                    Given.START,
                    Uses.NONE));
        }
        assertThat(keeping.plan().deleted()).isEmpty();
    }

    @Test
    void lanes_that_nobody_uses_go_and_pull_requests_earlier() {
        var keeping = new Keeping()
                .with("branch", FEATURE, 1, Duration.ofHours(239))
                .with("pull", PULL, 2, Duration.ofHours(169));
        assertThat(keeping.plan().deleted()).isEqualTo(Map.of("pull", RetentionReason.PullRequestUnused));
        keeping.now = Given.START.plus(Duration.ofHours(1));
        assertThat(keeping.plan().deleted())
                .isEqualTo(Map.of("branch", RetentionReason.LaneUnused, "pull", RetentionReason.PullRequestUnused));
    }

    @Test
    void a_lane_that_is_restored_from_is_used() {
        var plan = new Keeping()
                .with(
                        "branch",
                        Keeping.lineage(FEATURE, "", "linux/amd64", 1, TrustLevel.Latched),
                        MONTH,
                        new Uses(Optional.of(Given.START.minus(DAY)), Optional.empty()))
                .plan();
        assertThat(plan.kept()).isEqualTo(Map.of("branch", Kept.WITHIN_RULES));
    }

    @Test
    void a_version_that_the_default_branch_left_goes_when_nobody_uses_it() {
        var keeping = new Keeping()
                .with("v1", Keeping.lineage(MAIN, "v1", "linux/amd64", 1, TrustLevel.Latched), MONTH, Uses.NONE)
                .with("v2", Keeping.lineage(MAIN, "v2", "linux/amd64", 2, TrustLevel.Latched), MONTH, Uses.NONE)
                .with("arm", Keeping.lineage(MAIN, "v1", "linux/arm64", 1, TrustLevel.Latched), MONTH, Uses.NONE);
        assertThat(keeping.plan().deleted()).isEqualTo(Map.of("v1", RetentionReason.LaneUnused));
    }

    @Test
    void what_the_stream_excludes_goes_and_counts_for_nothing() {
        var keeping = new Keeping()
                .with("m1", MAIN, 1, DAY)
                .with("m2", MAIN, 2, DAY)
                .with("m3", MAIN, 3, DAY)
                .with("bad", MAIN, 4, DAY);
        keeping.owner = new StreamRules(false, Optional.empty(), Set.of("bad"));
        assertThat(keeping.plan().deleted()).isEqualTo(Map.of("bad", RetentionReason.NotRestorable));
        assertThat(keeping.plan().kept()).containsEntry("m3", Kept.HEAD).containsKeys("m1", "m2");
    }

    @Test
    void what_is_trusted_too_little_pushes_nothing_out() {
        var keeping = new Keeping()
                .with("known", Keeping.lineage(FEATURE, "", "linux/amd64", 1, TrustLevel.Latched), DAY, Uses.NONE)
                .with("claimed", Keeping.lineage(FEATURE, "", "linux/amd64", 2, TrustLevel.Claimed), DAY, Uses.NONE);
        keeping.read = TrustLevel.Latched;
        assertThat(keeping.plan().deleted()).isEqualTo(Map.of("claimed", RetentionReason.NotRestorable));
    }

    @Test
    void nothing_of_a_suspended_stream_goes() {
        var keeping = new Keeping().with("f1", FEATURE, 1, MONTH).with("f2", FEATURE, 2, MONTH);
        keeping.owner = new StreamRules(true, Optional.empty(), Set.of());
        assertThat(keeping.plan().kept()).isEqualTo(Map.of("f1", Kept.SUSPENDED, "f2", Kept.SUSPENDED));
    }

    @Test
    void where_there_is_no_room_those_go_first_that_would_go_first() {
        var keeping = new Keeping()
                .with("m1", MAIN, 1, Duration.ofDays(3))
                .with("m2", MAIN, 2, Duration.ofDays(2))
                .with("branch", FEATURE, 3, DAY)
                .with("pull", PULL, 4, Duration.ZERO);
        keeping.settings = atMost(14);
        assertThat(keeping.plan().deleted())
                .isEqualTo(Map.of("branch", RetentionReason.OverSize, "pull", RetentionReason.OverSize));
        keeping.settings = atMost(4);
        assertThat(keeping.plan().kept()).isEqualTo(Map.of("m2", Kept.HEAD));
    }

    @Test
    void what_others_start_from_stays_where_there_is_no_room() {
        var keeping = new Keeping()
                .with("m1", MAIN, 1, DAY)
                .with(
                        "base",
                        Keeping.lineage(RELEASE, "", "linux/amd64", 2, TrustLevel.Latched),
                        MONTH,
                        Keeping.usedAsBase(DAY));
        keeping.settings = atMost(1);
        assertThat(keeping.plan().kept()).isEqualTo(Map.of("m1", Kept.HEAD, "base", Kept.BASE));
    }

    @Test
    void what_an_old_snapshot_knows_of_its_lane_outlives_it() {
        var plan = new Keeping()
                .with(
                        "old",
                        Keeping.lineage(RELEASE, "", "linux/amd64", 1, TrustLevel.Latched),
                        MONTH,
                        Keeping.usedAsBase(DAY))
                .with("new", RELEASE, 2, Duration.ofDays(2))
                .plan();
        assertThat(plan.deleted()).containsOnlyKeys("old");
        assertThat(plan.stamps()).isEqualTo(Map.of("new", Keeping.usedAsBase(DAY)));
    }

    @Test
    void what_the_newest_knows_of_its_lane_outlives_it_where_there_is_no_room() {
        var justUsed = new Uses(Optional.of(Given.START), Optional.empty());
        var keeping = new Keeping()
                .with("cut later", FEATURE, 1, DAY)
                .with(
                        "newest",
                        Keeping.lineage(FEATURE, "", "linux/amd64", 2, TrustLevel.Latched),
                        Duration.ofDays(5),
                        justUsed);
        keeping.settings = new RetentionSettings(2, 3, MONTH, MONTH, Optional.of(5L << 30), 50);
        assertThat(keeping.plan().deleted()).isEqualTo(Map.of("cut later", RetentionReason.OverSize));

        keeping.settings = new RetentionSettings(2, 3, MONTH, MONTH, Optional.of(1L << 30), 50);
        keeping.inUse = Set.of("cut later");
        var plan = keeping.plan();
        assertThat(plan.deleted()).isEqualTo(Map.of("newest", RetentionReason.OverSize));
        assertThat(plan.stamps()).isEqualTo(Map.of("cut later", justUsed));
    }

    @Test
    void what_is_in_use_stays_and_costs_no_other_its_place() {
        var keeping = new Keeping()
                .with("f1", FEATURE, 1, DAY)
                .with("f2", FEATURE, 2, DAY)
                .with("f3", FEATURE, 3, DAY);
        keeping.inUse = Set.of("f1");
        assertThat(keeping.plan().kept()).isEqualTo(Map.of("f1", Kept.IN_USE, "f3", Kept.WITHIN_RULES));
        assertThat(keeping.plan().deleted()).containsOnlyKeys("f2");
    }

    @Test
    void a_snapshot_whose_age_nobody_knows_stays_with_the_newest_of_its_lane_and_takes_its_room() {
        var keeping = new Keeping()
                .with("late", FEATURE, 2, MONTH)
                .with("m1", MAIN, 3, DAY)
                .with("m2", MAIN, 4, DAY);
        keeping.snapshots.add(undated("undated", FEATURE, 1));
        assertThat(keeping.plan().deleted()).isEmpty();
        assertThat(keeping.plan().kept())
                .containsEntry("undated", Kept.UNDATED)
                .containsEntry("late", Kept.WITHIN_RULES);

        keeping.settings = atMost(16);
        assertThat(keeping.plan().deleted()).isEqualTo(Map.of("late", RetentionReason.OverSize));
    }

    private static Snapshot undated(String name, Lane lane, long runId) {
        var lineage = Keeping.lineage(lane, "", "linux/amd64", runId, TrustLevel.Latched);
        var dated = Keeping.snapshot(name, lineage, State.READY, Given.START, Uses.NONE);
        return new Snapshot(
                name,
                dated.lineage(),
                dated.state(),
                Optional.empty(),
                dated.restoreBytes(),
                dated.driver(),
                dated.uses(),
                dated.condemned());
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void what_nothing_proves_is_never_deleted(State state) {
        var keeping = new Keeping().with("head", FEATURE, 9, DAY);
        var lineage = Given.lineage("another-key", FEATURE, 1, TrustLevel.Latched, List.of());
        var foreign = Keeping.snapshot("foreign", lineage, state, Given.START.minus(MONTH), Uses.NONE);
        keeping.snapshots.add(foreign);
        keeping.snapshots.add(new Snapshot(
                "unproven",
                Optional.empty(),
                state,
                foreign.cutAt(),
                Optional.empty(),
                Optional.empty(),
                Uses.NONE,
                Optional.empty()));
        assertThat(keeping.plan().kept()).containsKeys("foreign", "unproven", "head");
    }

    @Test
    void a_stream_that_goes_takes_all_along_but_what_is_in_use_or_not_its() {
        var keeping = new Keeping().with("m1", MAIN, 1, DAY).with("m2", MAIN, 2, DAY);
        keeping.snapshots.add(Keeping.snapshot(
                "cut", keeping.snapshots.getFirst().lineage().orElseThrow(), State.CUT, Given.START, Uses.NONE));
        keeping.snapshots.add(Keeping.snapshot(
                "foreign",
                Given.lineage("another-key", MAIN, 1, TrustLevel.Latched, List.of()),
                State.READY,
                Given.START,
                Uses.NONE));
        var plan = RetentionPlanner.clear(keeping.snapshots, Set.of("m1"), keeping.rules(), keeping.now);
        assertThat(plan.deleted())
                .isEqualTo(Map.of("m2", RetentionReason.StreamDeleted, "cut", RetentionReason.StreamDeleted));
        assertThat(plan.kept()).isEqualTo(Map.of("m1", Kept.IN_USE, "foreign", Kept.UNPROVEN));
    }
}
