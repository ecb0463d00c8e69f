package dev.headwater.operator.restore;

import static dev.headwater.operator.restore.Choosing.OWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RefusalReason;
import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RetentionReason;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Condemnation;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.Snapshot.State;
import dev.headwater.operator.model.StreamRules;
import dev.headwater.operator.model.Uses;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each reason for which a snapshot is passed over; an older sound one serves in its place. */
class RefusalTest {
    private static final EnumSet<RefusalReason> SEEN = EnumSet.noneOf(RefusalReason.class);

    private static Choosing sound() {
        return new Choosing().with("sound", Given.KEY, OWN, 1);
    }

    private static void refuses(Choosing choosing, RefusalReason reason) {
        assertThat(choosing.chosen()).isEqualTo("sound");
        assertThat(choosing.refused()).containsExactly("bad (" + reason + ")");
        SEEN.add(reason);
    }

    private static Choosing inState(State state) {
        return sound().with(Given.KEY, Given.snapshot("bad", OWN, 9, state));
    }

    @Test
    void every_reason_has_its_case() {
        refuses(inState(State.PENDING), RefusalReason.NotReady);
        refuses(inState(State.CUT), RefusalReason.NotReady);
        refuses(inState(State.FAILED), RefusalReason.Failed);
        refuses(inState(State.DELETING), RefusalReason.Deleting);
        refuses(inState(State.HALF_BOUND), RefusalReason.HalfBound);
        refuses(
                sound().with(
                                Given.KEY,
                                new Snapshot(
                                        "bad",
                                        Optional.empty(),
                                        State.READY,
                                        Optional.of(Given.START),
                                        Optional.empty(),
                                        Optional.of(Given.DRIVER),
                                        Uses.NONE,
                                        Optional.empty())),
                RefusalReason.LineageUnproven);
        refuses(
                sound().with("bad", Given.KEY, OWN, 9)
                        .under(Given.KEY, new StreamRules(false, Optional.empty(), Set.of("bad"))),
                RefusalReason.Excluded);
        refuses(
                sound().with("bad", Given.lineage(Given.KEY, OWN, 9, TrustLevel.Latched, List.of("b", "a")))
                        .under(Given.KEY, new StreamRules(false, Optional.empty(), Set.of("a"))),
                RefusalReason.DescendsFromExcluded);
        refuses(old(), RefusalReason.TooOld);
        refuses(foreign(), RefusalReason.ForeignDriver);
        refuses(mistrusted(), RefusalReason.CandidateNotTrustedEnough);
        refuses(condemned(), RefusalReason.Condemned);
        var broken = sound().with("bad", Given.KEY, OWN, 9);
        broken.broken = Set.of("bad");
        refuses(broken, RefusalReason.CandidateBroken);
        refuses(
                new Choosing()
                        .with("bad", "cargo-b", OWN, 9)
                        .with("sound", "cargo-a", OWN, 1)
                        .under("cargo-b", new StreamRules(true, Optional.empty(), Set.of())),
                RefusalReason.Suspended);
        assertThat(SEEN).isEqualTo(EnumSet.allOf(RefusalReason.class));
    }

    private static Choosing old() {
        var bad = Given.snapshot("bad", OWN, 9, State.READY);
        var cutEarlier = new Snapshot(
                bad.name(),
                bad.lineage(),
                bad.state(),
                Optional.of(Given.START.minusSeconds(1)),
                bad.restoreBytes(),
                bad.driver(),
                Uses.NONE,
                Optional.empty());
        return sound().with(Given.KEY, cutEarlier)
                .under(Given.KEY, new StreamRules(false, Optional.of(Given.START), Set.of()));
    }

    private static Choosing foreign() {
        var bad = Given.snapshot("bad", OWN, 9, State.READY);
        return sound().with(
                        Given.KEY,
                        new Snapshot(
                                bad.name(),
                                bad.lineage(),
                                bad.state(),
                                bad.cutAt(),
                                bad.restoreBytes(),
                                Optional.of("other.example.org"),
                                Uses.NONE,
                                Optional.empty()));
    }

    private static Choosing condemned() {
        var bad = Given.snapshot("bad", OWN, 9, State.READY);
        var verdict = new Condemnation(RetentionReason.BeyondCount, Given.START, Given.START);
        return sound().with(
                        Given.KEY,
                        new Snapshot(
                                bad.name(),
                                bad.lineage(),
                                bad.state(),
                                bad.cutAt(),
                                bad.restoreBytes(),
                                bad.driver(),
                                bad.uses(),
                                Optional.of(verdict)));
    }

    private static Choosing mistrusted() {
        var choosing = sound().with("bad", Given.lineage(Given.KEY, OWN, 9, TrustLevel.Claimed, List.of()));
        choosing.origins = new PolicySettings.Origins(
                choosing.origins.lanes(), choosing.origins.keyPrefixes(), TrustLevel.Latched);
        return choosing;
    }

    @Test
    void a_run_of_which_too_little_is_known_gets_nothing_of_the_stream() {
        var choosing = mistrusted();
        choosing.trust = TrustLevel.Claimed;
        assertThat(choosing.decide().reason()).isEqualTo(RestoreReason.NotTrustedEnough);
        assertThat(choosing.chosen()).isEqualTo("Scratch");
    }

    @Test
    void a_suspended_stream_serves_nobody() {
        var choosing = sound().under(Given.KEY, new StreamRules(true, Optional.empty(), Set.of()));
        assertThat(choosing.decide().reason()).isEqualTo(RestoreReason.Suspended);
        assertThat(choosing.decide().sentence()).contains("kubectl patch bss function-a -n ci");
    }

    @Test
    void when_all_are_refused_the_empty_volume_says_so() {
        var decision = new Choosing()
                .with(Given.KEY, Given.snapshot("a", OWN, 9, State.CUT))
                .with(Given.KEY, Given.snapshot("b", OWN, 8, State.FAILED))
                .decide();
        assertThat(decision.reason()).isEqualTo(RestoreReason.AllRefused);
        assertThat(decision.sentence()).contains("a (NotReady), b (Failed)");
        assertThat(decision.refused().stream().map(Refused::reason).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(RefusalReason.NotReady, RefusalReason.Failed);
    }

    @Test
    void what_comes_after_the_chosen_one_is_not_judged() {
        var choosing = new Choosing()
                .with("chosen", Given.KEY, OWN, 9)
                .with(Given.KEY, Given.snapshot("older", OWN, 8, State.DELETING));
        assertThat(choosing.refused()).isEmpty();
    }
}
