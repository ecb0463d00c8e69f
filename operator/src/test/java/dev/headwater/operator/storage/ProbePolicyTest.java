package dev.headwater.operator.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.operator.storage.ProbeJournal.Outcome;
import dev.headwater.operator.storage.ProbeJournal.Verdict;
import dev.headwater.operator.storage.ProbeWorld.Action;
import dev.headwater.operator.storage.ProbeWorld.Kind;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbePolicyTest {
    private static final int ROUNDS = 20_000;

    /** A look of the operator, and what somebody else does after it. */
    record Moment(boolean killed, Action action) {}

    private static Verdict verdict(ProbeWorld world) {
        return world.journal().verdict().orElseThrow();
    }

    @Test
    void snapshots_that_stand_alone_are_found_to_in_less_than_a_minute_and_nothing_is_left() {
        var world = new ProbeWorld(Kind.INDEPENDENT);
        assertThat(world.settles(60)).isTrue();
        assertThat(verdict(world).outcome()).isEqualTo(Outcome.Independent);
        assertThat(world.journal().failures()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSIDE_ITS_VOLUME | No volume could be restored from a snapshot whose own volume had been deleted. No volume can be made of the snapshot. The cluster says: rpc error: code = NotFound desc = no snapshot",
                "HELD_BY_CLONES | A snapshot could not be deleted as long as a volume restored from it existed.",
                "HOLDING_ITS_VOLUME | A volume could not be deleted as long as a snapshot of it existed.",
                "BELOW_ITS_CLONES | A restored volume lost its content when its snapshot was deleted."
            })
    void snapshots_that_do_not_are_told_by_what_was_seen(Kind kind, String seen) {
        var world = new ProbeWorld(kind);
        assertThat(world.settles(ROUNDS)).isTrue();
        assertThat(verdict(world).outcome()).isEqualTo(Outcome.Dependent);
        assertThat(verdict(world).sentence()).isEqualTo(seen);
        assertThat(world.journal().failures()).isZero();
    }

    @Test
    void a_storage_that_deletes_nothing_is_tried_again_and_not_judged() {
        var world = new ProbeWorld(Kind.INDEPENDENT);
        for (var i = 0; i < ROUNDS && world.journal().failures() == 0; i++) {
            world.step(false);
            for (var action : Action.values()) {
                if (action.compareTo(Action.DELETE_VOLUMES) < 0 || action == Action.WAIT_A_SECOND) {
                    world.act(action);
                }
            }
        }
        assertThat(world.journal().verdict()).isEmpty();
        assertThat(world.journal().obstacle()).contains("The storage does not delete the volume.");
        assertThat(world.settles(ROUNDS)).isTrue();
        assertThat(verdict(world).outcome()).isEqualTo(Outcome.Independent);
    }

    @Test
    void a_refusal_that_passes_within_the_patience_is_no_verdict() {
        var world = new ProbeWorld(Kind.INSIDE_ITS_VOLUME);
        while (!world.has(ProbePart.READER)) {
            world.step(false);
            for (var action : Action.values()) {
                if (action.compareTo(Action.WAIT_A_SECOND) <= 0) {
                    world.act(action);
                }
            }
        }
        world.act(Action.PROVISION);
        assertThat(world.step(true)).isInstanceOf(ProbeStep.Wait.class);
    }

    @Test
    void a_pod_that_was_evicted_says_nothing_of_the_classes() {
        var world = new ProbeWorld(Kind.INDEPENDENT);
        while (!world.has(ProbePart.WRITER)) {
            world.step(false);
        }
        world.act(Action.EVICT_PODS);
        assertThat(world.step(false))
                .isEqualTo(new ProbeStep.GiveUp(
                        "The pod that writes to a new volume failed: The node was low on memory."));
        assertThat(world.settles(ROUNDS)).isTrue();
        assertThat(verdict(world).outcome()).isEqualTo(Outcome.Independent);
        assertThat(world.journal().failures()).isEqualTo(1);
    }

    @Property(tries = 400)
    void whoever_dies_and_whatever_is_deleted_by_hand_a_sound_storage_is_accepted_in_the_end(
            @ForAll("disturbances") List<Moment> moments) {
        var world = new ProbeWorld(Kind.INDEPENDENT);
        pass(world, moments);
        assertThat(world.settles(ROUNDS)).isTrue();
        assertThat(verdict(world).outcome()).isEqualTo(Outcome.Independent);
    }

    @Property(tries = 400)
    void no_storage_whose_snapshots_depend_is_ever_accepted_and_its_probe_ends(
            @ForAll("dependent") Kind kind, @ForAll("anything") List<Moment> moments) {
        var world = new ProbeWorld(kind);
        pass(world, moments);
        assertThat(world.settles(ROUNDS)).isTrue();
        assertThat(verdict(world).outcome()).isEqualTo(Outcome.Dependent);
    }

    private static void pass(ProbeWorld world, List<Moment> moments) {
        moments.forEach(moment -> {
            world.step(moment.killed());
            world.act(moment.action());
        });
    }

    @Provide
    Arbitrary<Kind> dependent() {
        return Arbitraries.of(Kind.values()).filter(kind -> kind != Kind.INDEPENDENT);
    }

    /** All but long waits: a storage that takes minutes for one deletion cannot be told from one that refuses it. */
    @Provide
    Arbitrary<List<Moment>> disturbances() {
        return moments(Arbitraries.of(Action.values()).filter(action -> action != Action.WAIT_TEN_MINUTES), 90);
    }

    @Provide
    Arbitrary<List<Moment>> anything() {
        return moments(Arbitraries.of(Action.values()), 150);
    }

    /** Mostly what everybody does of himself, so that histories come far before they are disturbed. */
    private static Arbitrary<List<Moment>> moments(Arbitrary<Action> actions, int most) {
        var fair = actions.filter(action -> action.compareTo(Action.WAIT_A_SECOND) < 0);
        var mixed = Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(9, fair), net.jqwik.api.Tuple.of(1, actions));
        return Combinators.combine(Arbitraries.of(false, false, false, true), mixed)
                .as(Moment::new)
                .list()
                .ofMaxSize(most);
    }
}
