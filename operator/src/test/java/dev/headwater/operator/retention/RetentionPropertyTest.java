package dev.headwater.operator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Coordinates;
import dev.headwater.operator.model.RetentionSettings;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.Snapshot.State;
import dev.headwater.operator.model.StreamRules;
import dev.headwater.operator.model.Uses;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** What holds for every plan. */
class RetentionPropertyTest {
    private static final int TRIES = 150;
    private static final List<String> NAMES =
            IntStream.range(0, 12).mapToObj(number -> "s" + number).toList();

    /** Some snapshots, what holds for them, and who uses which. */
    record World(List<Snapshot> snapshots, Set<String> inUse, RetentionRules rules) {

        RetentionPlan plan(Instant now) {
            return RetentionPlanner.plan(snapshots, inUse, rules, now);
        }

        RetentionPlan plan() {
            return plan(Given.START);
        }

        List<Snapshot> restorable() {
            return snapshots.stream()
                    .filter(snapshot -> snapshot.isRestorable()
                            && snapshot.lineage().orElseThrow().stream().equals(Keeping.STREAM)
                            && rules.owner().resumed().refusal(snapshot).isEmpty()
                            && snapshot.lineage().orElseThrow().trust().reaches(rules.read()))
                    .toList();
        }

        World after(RetentionPlan plan) {
            return new World(
                    snapshots.stream()
                            .filter(snapshot -> !plan.deleted().containsKey(snapshot.name()))
                            .map(snapshot -> snapshot.and(plan.stamps().getOrDefault(snapshot.name(), Uses.NONE)))
                            .toList(),
                    inUse,
                    rules);
        }
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void each_snapshot_either_stays_or_goes(@ForAll("worlds") World world) {
        for (var plan : List.of(
                world.plan(), RetentionPlanner.clear(world.snapshots(), world.inUse(), world.rules(), Given.START))) {
            var all = new TreeSet<>(plan.kept().keySet());
            all.addAll(plan.deleted().keySet());
            assertThat(all)
                    .isEqualTo(world.snapshots().stream()
                            .map(Snapshot::name)
                            .collect(Collectors.toCollection(TreeSet::new)));
            assertThat(Collections.disjoint(plan.kept().keySet(), plan.deleted().keySet()))
                    .isTrue();
        }
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void the_newest_of_the_default_branch_stays(@ForAll("worlds") World world) {
        var heads = world.restorable().stream()
                .filter(snapshot -> where(snapshot).lane().equals(Keeping.MAIN))
                .collect(Collectors.groupingBy(snapshot -> where(snapshot).platform()));
        heads.values()
                .forEach(platform -> assertThat(world.plan().kept())
                        .containsKey(platform.stream()
                                .min(Snapshot.NEWEST_FIRST)
                                .orElseThrow()
                                .name()));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void the_newest_of_a_lane_that_others_start_from_stays(@ForAll("worlds") World world) {
        var lanes = world.restorable().stream()
                .filter(snapshot -> !where(snapshot).lane().equals(Keeping.PULL))
                .collect(Collectors.groupingBy(RetentionPropertyTest::where));
        var limit = Given.START.minus(world.rules().settings().unusedLanes());
        lanes.values().stream()
                .filter(lane -> lane.stream()
                        .anyMatch(snapshot ->
                                snapshot.uses().asBase().filter(limit::isBefore).isPresent()))
                .forEach(lane -> assertThat(world.plan().kept())
                        .containsKey(lane.stream()
                                .min(Snapshot.NEWEST_FIRST)
                                .orElseThrow()
                                .name()));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void only_what_is_ready_and_proven_and_not_in_use_goes(@ForAll("worlds") World world) {
        assertThat(world.snapshots())
                .filteredOn(snapshot -> world.plan().deleted().containsKey(snapshot.name()))
                .allMatch(snapshot -> snapshot.isRestorable()
                        && snapshot.lineage().orElseThrow().stream().equals(Keeping.STREAM)
                        && !world.inUse().contains(snapshot.name()));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void that_one_is_in_use_changes_nothing_for_the_others(@ForAll("worlds") World world) {
        var expected = new HashSet<>(new World(world.snapshots(), Set.of(), world.rules())
                .plan()
                .deleted()
                .keySet());
        expected.removeAll(world.inUse());
        assertThat(world.plan().deleted().keySet()).isEqualTo(expected);
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void a_plan_applied_twice_deletes_nothing_new(@ForAll("worlds") World world) {
        var once = world.after(world.plan());
        assertThat(once.plan().deleted()).isEmpty();
        assertThat(once.plan().stamps()).isEmpty();
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void a_later_time_never_brings_one_back(@ForAll("worlds") World world, @ForAll @IntRange(max = 60 * 24) int hours) {
        assertThat(world.plan(Given.START.plus(Duration.ofHours(hours)))
                        .deleted()
                        .keySet())
                .containsAll(world.plan().deleted().keySet());
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void the_order_of_the_list_does_not_matter(@ForAll("worlds") World world, @ForAll long seed) {
        var list = new ArrayList<>(world.snapshots());
        Collections.shuffle(list, new Random(seed));
        assertThat(new World(list, world.inUse(), world.rules()).plan()).isEqualTo(world.plan());
    }

    private static Coordinates where(Snapshot snapshot) {
        return snapshot.lineage().orElseThrow().coordinates();
    }

    @Provide
    Arbitrary<World> worlds() {
        var settings = Combinators.combine(
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(1, 40),
                        Arbitraries.integers().between(1, 40),
                        Arbitraries.longs().between(1, 60).optional(0.5))
                .as((perLane, defaultLane, unused, pulls, gibibytes) -> new RetentionSettings(
                        perLane,
                        defaultLane,
                        Duration.ofDays(unused),
                        Duration.ofDays(pulls),
                        gibibytes.map(size -> size << 30),
                        50));
        var owners = Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(9, Arbitraries.just(false)), Tuple.of(1, Arbitraries.just(true))),
                        Arbitraries.integers().between(0, 30).optional(0.2),
                        Arbitraries.of(NAMES).set().ofMaxSize(2))
                .as((suspended, age, excluded) ->
                        new StreamRules(suspended, age.map(RetentionPropertyTest::ago), excluded));
        var rules = Combinators.combine(settings, owners, Arbitraries.of(TrustLevel.Claimed, TrustLevel.Latched))
                .as((kept, owner, read) -> new RetentionRules(Keeping.STREAM, Keeping.MAIN, owner, read, kept));
        return Combinators.combine(snapshots(), Arbitraries.of(NAMES).set().ofMaxSize(3), rules)
                .as(World::new);
    }

    private static Arbitrary<List<Snapshot>> snapshots() {
        var lineages = Combinators.combine(
                        Arbitraries.of(Keeping.MAIN, Keeping.FEATURE, Keeping.RELEASE, Keeping.PULL),
                        Arbitraries.of("", "v2"),
                        Arbitraries.of("linux/amd64", "linux/amd64", "linux/arm64"),
                        Arbitraries.longs().between(1, 9),
                        Arbitraries.of(TrustLevel.Claimed, TrustLevel.Latched, TrustLevel.Latched))
                .as(Keeping::lineage);
        var ages = Arbitraries.integers().between(0, 40);
        var uses = Combinators.combine(ages.optional(0.3), ages.optional(0.2))
                .as((last, base) -> new Uses(last.map(RetentionPropertyTest::ago), Optional.empty())
                        .and(new Uses(base.map(RetentionPropertyTest::ago), base.map(RetentionPropertyTest::ago))));
        return Combinators.combine(
                        Arbitraries.of(NAMES),
                        lineages.optional(0.95),
                        Arbitraries.frequencyOf(
                                Tuple.of(6, Arbitraries.just(State.READY)),
                                Tuple.of(1, Arbitraries.of(State.values()))),
                        ages.optional(0.95),
                        Arbitraries.longs().between(0, 20).optional(0.9),
                        uses)
                .as((name, lineage, state, age, size, used) -> new Snapshot(
                        name,
                        lineage,
                        state,
                        age.map(RetentionPropertyTest::ago),
                        size.map(gibibytes -> gibibytes << 30),
                        Optional.of(Given.DRIVER),
                        used,
                        Optional.empty()))
                .list()
                .uniqueElements(Snapshot::name)
                .ofMaxSize(NAMES.size());
    }

    private static Instant ago(int days) {
        return Given.START.minus(Duration.ofDays(days));
    }
}
