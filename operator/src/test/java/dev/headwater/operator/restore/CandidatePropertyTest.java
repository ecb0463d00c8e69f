package dev.headwater.operator.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.RunOrder;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.Snapshot.State;
import dev.headwater.operator.model.StreamRules;
import dev.headwater.operator.model.Uses;
import dev.headwater.operator.restore.RestoreDecision.FromSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What holds for every choice. */
class CandidatePropertyTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h");

    /** A whole question: snapshots, rules, what policy and request allow, and what is broken. */
    record Question(
            List<Snapshot> snapshots,
            StreamRules rules,
            PolicySettings.Origins origins,
            RunSpec.Fallback fallback,
            Set<String> broken) {

        RestoreDecision decide() {
            var choosing = new Choosing().under(Given.KEY, rules);
            choosing.spec = Choosing.asks(List.of("cargo-"), fallback);
            choosing.origins = origins;
            choosing.broken = broken;
            snapshots.forEach(snapshot ->
                    choosing.with(snapshot.lineage().map(Lineage::key).orElse(Given.KEY), snapshot));
            return choosing.decide();
        }

        Question shuffled(long seed) {
            var list = new ArrayList<>(snapshots);
            Collections.shuffle(list, new Random(seed));
            return new Question(list, rules, origins, fallback, broken);
        }

        Question without(Snapshot snapshot) {
            var rest =
                    snapshots.stream().filter(other -> !other.equals(snapshot)).toList();
            return new Question(rest, rules, origins, fallback, broken);
        }
    }

    @Property
    void the_choice_is_a_sound_candidate_of_a_lane_in_the_chain(@ForAll("questions") Question question) {
        if (question.decide() instanceof FromSnapshot chosen) {
            var snapshot = chosen.snapshot();
            var lineage = snapshot.lineage().orElseThrow();
            assertThat(question.snapshots()).contains(snapshot);
            assertThat(snapshot.isRestorable()).isTrue();
            assertThat(lineage.trust().reaches(question.origins().read())).isTrue();
            assertThat(question.broken()).doesNotContain(snapshot.name());
            assertThat(lineage.lane()).isIn(Choosing.OWN.text(), Choosing.BASE.text(), Choosing.DEFAULT.text());
            assertThat(lineage.key().equals(Given.KEY)
                            && question.rules().refusal(snapshot).isPresent())
                    .isFalse();
        }
    }

    @Property
    void the_choice_is_the_newest_of_its_key_and_lane_that_was_not_refused(@ForAll("questions") Question question) {
        if (question.decide() instanceof FromSnapshot chosen) {
            var lineage = chosen.snapshot().lineage().orElseThrow();
            var refused = chosen.refused().stream().map(Refused::snapshot).toList();
            assertThat(question.snapshots())
                    .filteredOn(other -> other.lineage()
                            .filter(of -> of.key().equals(lineage.key())
                                    && of.coordinates().equals(lineage.coordinates())
                                    && of.order().isAfter(lineage.order()))
                            .isPresent())
                    .isSubsetOf(refused);
        }
    }

    @Property
    void the_order_of_the_list_does_not_matter(@ForAll("questions") Question question, @ForAll long seed) {
        assertThat(question.shuffled(seed).decide()).isEqualTo(question.decide());
    }

    @Property
    void taking_a_refused_snapshot_away_changes_no_choice(@ForAll("questions") Question question) {
        var decision = question.decide();
        decision.refused().forEach(refused -> {
            var without = question.without(refused.snapshot()).decide();
            assertThat(without.from()).isEqualTo(decision.from());
            assertThat(without instanceof FromSnapshot other ? Optional.of(other.snapshot()) : Optional.empty())
                    .isEqualTo(
                            decision instanceof FromSnapshot chosen
                                    ? Optional.of(chosen.snapshot())
                                    : Optional.empty());
        });
    }

    @Property
    void a_request_that_narrows_gets_what_it_would_have_got_or_something_later(@ForAll("questions") Question question) {
        var wide = new Question(question.snapshots(), question.rules(), question.origins(), null, question.broken());
        if (question.decide() instanceof FromSnapshot narrow) {
            assertThat(wide.decide()).isInstanceOf(FromSnapshot.class);
            assertThat(question.snapshots()).contains(narrow.snapshot());
        }
    }

    /**
     * A chain of saves, each restored from the one before or from any earlier one: no run that asks for a level is ever given content that
     * a run below it had a part in.
     */
    @Property
    void trust_is_never_laundered_through_a_chain_of_restores(
            @ForAll @Size(min = 1, max = 10) List<TrustLevel> runs, @ForAll long seed) {
        var random = new Random(seed);
        var made = new ArrayList<Snapshot>();
        Map<String, TrustLevel> truth = new HashMap<>();
        for (var run : runs) {
            var choosing = new Choosing();
            choosing.trust = run;
            made.forEach(snapshot -> choosing.with(Given.KEY, snapshot));
            choosing.broken = made.isEmpty() || random.nextBoolean()
                    ? Set.of()
                    : Set.of(made.getLast().name());
            var from = choosing.decide() instanceof FromSnapshot chosen
                    ? Optional.of(chosen.snapshot())
                    : Optional.<Snapshot>empty();
            var name = "s" + made.size();
            var recorded = from.flatMap(Snapshot::lineage)
                    .map(Lineage::trust)
                    .map(run::atMost)
                    .orElse(run);
            truth.put(
                    name,
                    from.map(parent -> run.atMost(truth.get(parent.name()))).orElse(run));
            made.add(Given.snapshot(
                    name, Given.lineage(Given.KEY, Choosing.OWN, made.size(), recorded, List.of()), State.READY));
        }
        for (var level : TrustLevel.values()) {
            var choosing = new Choosing();
            choosing.trust = TrustLevel.Proven;
            choosing.origins = new PolicySettings.Origins(choosing.origins.lanes(), List.of(), level);
            made.forEach(snapshot -> choosing.with(Given.KEY, snapshot));
            if (choosing.decide() instanceof FromSnapshot chosen) {
                assertThat(truth.get(chosen.snapshot().name()).reaches(level)).isTrue();
            }
        }
    }

    @Property
    void run_order_is_total_and_follows_id_and_attempt(@ForAll long a, @ForAll int x, @ForAll long b, @ForAll int y) {
        var first = new RunOrder(a, x);
        var second = new RunOrder(b, y);
        assertThat(Integer.signum(first.compareTo(second))).isEqualTo(-Integer.signum(second.compareTo(first)));
        assertThat(first.compareTo(second) == 0).isEqualTo(first.equals(second));
        assertThat(first.isAfter(second)).isEqualTo(a > b || (a == b && x > y));
    }

    @Provide
    Arbitrary<Question> questions() {
        var lanes = Arbitraries.subsetOf(PolicySpec.Lane.values()).map(List::copyOf);
        var origins = Combinators.combine(
                        lanes,
                        Arbitraries.of(List.<String>of(), List.of("cargo-"), List.of("cargo-x")),
                        Arbitraries.of(TrustLevel.Claimed, TrustLevel.Latched))
                .as(PolicySettings.Origins::new);
        Arbitrary<Optional<Instant>> limits =
                Arbitraries.of(Optional.empty(), Optional.of(Given.START), Optional.of(Given.START.plusSeconds(1)));
        var rules = Combinators.combine(limits, Arbitraries.of(NAMES).set().ofMaxSize(2))
                .as((notBefore, excluded) -> new StreamRules(false, notBefore, excluded));
        return Combinators.combine(
                        snapshots(),
                        rules,
                        origins,
                        Arbitraries.of(RunSpec.Fallback.class).injectNull(0.5),
                        Arbitraries.of(NAMES).set().ofMaxSize(2))
                .as(Question::new);
    }

    private static Arbitrary<List<Snapshot>> snapshots() {
        var lineages = Combinators.combine(
                        Arbitraries.of(Given.KEY, "cargo-x", "cargo-y", "rust"),
                        Arbitraries.of(Choosing.OWN, Choosing.BASE, Choosing.DEFAULT, new Lane.Pull(8)),
                        Arbitraries.longs().between(1, 6),
                        Arbitraries.of(TrustLevel.class),
                        Arbitraries.of(NAMES).list().uniqueElements().ofMaxSize(3))
                .as(Given::lineage);
        return Combinators.combine(
                        Arbitraries.of(NAMES),
                        lineages.optional(0.9),
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(4, Arbitraries.just(State.READY)),
                                net.jqwik.api.Tuple.of(1, Arbitraries.of(State.values()))))
                .as((name, lineage, state) -> new Snapshot(
                        name,
                        lineage,
                        state,
                        Optional.of(Given.START),
                        Optional.empty(),
                        Optional.of(Given.DRIVER),
                        Uses.NONE,
                        Optional.empty()))
                .list()
                .uniqueElements(Snapshot::name)
                .ofMaxSize(NAMES.size());
    }
}
