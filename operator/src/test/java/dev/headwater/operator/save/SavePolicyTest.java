package dev.headwater.operator.save;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.RunOrder;
import dev.headwater.operator.save.SaveDecision.Awaited;
import dev.headwater.operator.save.SaveDecision.NotYet;
import dev.headwater.operator.save.SaveDecision.Save;
import dev.headwater.operator.save.SaveDecision.Skip;
import dev.headwater.operator.save.SaveFacts.Classes;
import dev.headwater.operator.save.SaveFacts.Seal;
import dev.headwater.operator.save.SaveFacts.Unstage;
import dev.headwater.operator.save.SaveFacts.Use;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SavePolicyTest {
    private static final RunSpec.Save SAVE = new RunSpec.Save(RunSpec.Wish.Save, "pushed");
    private static final RunSpec.Save SKIP = new RunSpec.Save(RunSpec.Wish.Skip, "nothing changed");
    private static final Seal DONE = new Seal.Reported(new RunStatus.Sealed("Done", null, null, null, null, ""));
    private static final Seal FAILED =
            new Seal.Reported(new RunStatus.Sealed("Failed", "disk full", null, null, null, ""));

    private static SaveFacts facts(
            Use use,
            Optional<RunSpec.Save> wish,
            Optional<Lane> lane,
            Seal seal,
            Unstage unstage,
            Optional<Long> head) {
        return facts(use, wish, lane, seal, unstage, new Classes.Accepted(), head);
    }

    private static SaveFacts facts(
            Use use,
            Optional<RunSpec.Save> wish,
            Optional<Lane> lane,
            Seal seal,
            Unstage unstage,
            Classes classes,
            Optional<Long> head) {
        return new SaveFacts(
                use, wish, lane, new RunOrder(5, 1), seal, unstage, classes, head.map(runId -> new RunOrder(runId, 1)));
    }

    private static SaveFacts of(Classes classes) {
        return facts(Use.ATTACHED, Optional.of(SAVE), MAIN, DONE, new Unstage.Clean(), classes, Optional.of(4L));
    }

    private static final Optional<Lane> MAIN = Optional.of(new Lane.Branch("main"));

    private static SaveFacts good() {
        return facts(Use.ATTACHED, Optional.of(SAVE), MAIN, DONE, new Unstage.Clean(), Optional.of(4L));
    }

    @Test
    void the_checks_are_in_this_order() {
        assertThat(SavePolicy.order())
                .containsExactly("captured", "attached", "asked", "lane", "sealed", "clean", "classes", "order");
    }

    @Test
    void what_passes_all_checks_is_saved_because_the_job_asked() {
        assertThat(SavePolicy.decide(good())).isInstanceOfSatisfying(Save.class, save -> {
            assertThat(save.reason()).isEqualTo(SaveReason.JobAsked);
            assertThat(save.sentence()).contains("pushed");
        });
    }

    @Test
    void each_check_has_its_reason() {
        var clean = new Unstage.Clean();
        assertSkips(
                SaveReason.ScratchOnly,
                facts(Use.NEVER_ATTACHED, Optional.of(SAVE), MAIN, DONE, clean, Optional.empty()));
        assertSkips(SaveReason.NotAsked, facts(Use.ATTACHED, Optional.empty(), MAIN, DONE, clean, Optional.empty()));
        assertSkips(
                SaveReason.JobAskedToSkip, facts(Use.ATTACHED, Optional.of(SKIP), MAIN, DONE, clean, Optional.empty()));
        assertSkips(
                SaveReason.NoLane,
                facts(Use.ATTACHED, Optional.of(SAVE), Optional.empty(), DONE, clean, Optional.empty()));
        assertSkips(
                SaveReason.SealFailed, facts(Use.ATTACHED, Optional.of(SAVE), MAIN, FAILED, clean, Optional.empty()));
        assertSkips(
                SaveReason.SealFailed,
                facts(Use.ATTACHED, Optional.of(SAVE), MAIN, new Seal.Overdue(), clean, Optional.empty()));
        assertSkips(
                SaveReason.VolumeUnclean,
                facts(Use.ATTACHED, Optional.of(SAVE), MAIN, DONE, new Unstage.Unclean("node lost"), Optional.empty()));
        assertSkips(
                SaveReason.VolumeUnclean,
                facts(Use.ATTACHED, Optional.of(SAVE), MAIN, DONE, new Unstage.Overdue(), Optional.empty()));
        assertSkips(SaveReason.Superseded, facts(Use.ATTACHED, Optional.of(SAVE), MAIN, DONE, clean, Optional.of(6L)));
    }

    @Test
    void a_run_that_writes_its_lane_again_is_not_superseded_by_itself() {
        assertThat(SavePolicy.decide(
                        facts(Use.ATTACHED, Optional.of(SAVE), MAIN, DONE, new Unstage.Clean(), Optional.of(5L))))
                .isInstanceOf(Save.class);
    }

    @Test
    void the_keeper_is_needed_until_it_reported_and_no_longer() {
        var waiting = new Unstage.Awaited();
        assertThat(SavePolicy.decide(
                        facts(Use.ATTACHED, Optional.of(SAVE), MAIN, new Seal.Awaited(), waiting, Optional.empty())))
                .isEqualTo(new NotYet(Awaited.SEAL));
        assertThat(SavePolicy.decide(facts(Use.ATTACHED, Optional.of(SAVE), MAIN, DONE, waiting, Optional.empty())))
                .isEqualTo(new NotYet(Awaited.UNSTAGE));
    }

    @Test
    void what_classes_that_will_not_do_would_keep_is_not_saved() {
        assertSkips(SaveReason.NotAccepted, of(new Classes.Refused("It went with its volume.")));
        assertSkips(SaveReason.NotAccepted, of(new Classes.Overdue("It is looked at.")));
        assertThat(SavePolicy.decide(of(new Classes.Awaited()))).isEqualTo(new NotYet(Awaited.PROOF));
    }

    private static void assertSkips(SaveReason reason, SaveFacts facts) {
        assertThat(SavePolicy.decide(facts)).isInstanceOfSatisfying(Skip.class, skip -> {
            assertThat(skip.reason()).isEqualTo(reason);
            assertThat(skip.sentence()).isNotBlank();
        });
    }

    @Property
    void nothing_is_saved_that_nobody_asked_for_or_that_could_still_change(@ForAll("any") SaveFacts facts) {
        if (SavePolicy.decide(facts) instanceof Save && facts.use() != Use.CAPTURED) {
            assertThat(facts.use()).isEqualTo(Use.ATTACHED);
            assertThat(facts.wish()).contains(SAVE);
            assertThat(facts.unstage()).isEqualTo(new Unstage.Clean());
            assertThat(facts.seal()).isEqualTo(DONE);
            assertThat(facts.lane()).isPresent();
            assertThat(facts.classes()).isEqualTo(new Classes.Accepted());
            assertThat(facts.laneHead().filter(head -> head.isAfter(facts.order())))
                    .isEmpty();
        }
    }

    @Property
    void nothing_is_waited_for_that_was_already_late(@ForAll("any") SaveFacts facts) {
        if (SavePolicy.decide(facts) instanceof NotYet(var awaited)) {
            var waited = switch (awaited) {
                case SEAL -> facts.seal();
                case UNSTAGE -> facts.unstage();
                case PROOF -> facts.classes();
            };
            assertThat(waited).isIn(new Seal.Awaited(), new Unstage.Awaited(), new Classes.Awaited());
        }
    }

    @Provide
    Arbitrary<SaveFacts> any() {
        return Combinators.combine(
                        Arbitraries.of(Use.values()),
                        Arbitraries.of(SAVE, SKIP).optional(),
                        Arbitraries.<Lane>of(new Lane.Branch("main"), new Lane.Pull(2))
                                .optional(),
                        Arbitraries.of(DONE, FAILED, new Seal.Awaited(), new Seal.Overdue()),
                        Arbitraries.of(
                                new Unstage.Clean(),
                                new Unstage.Awaited(),
                                new Unstage.Overdue(),
                                new Unstage.Unclean("x")),
                        Arbitraries.of(
                                new Classes.Accepted(),
                                new Classes.Awaited(),
                                new Classes.Refused("x"),
                                new Classes.Overdue("x")),
                        Arbitraries.longs().between(1, 9).optional())
                .as((use, wish, lane, seal, unstage, classes, head) ->
                        facts(use, wish, lane, seal, unstage, classes, head));
    }
}
