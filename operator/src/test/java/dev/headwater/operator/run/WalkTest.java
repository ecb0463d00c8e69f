package dev.headwater.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.StreamReason;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.run.World.Action;
import dev.headwater.operator.status.Conditions;
import dev.headwater.operator.storage.ClassSet;
import dev.headwater.operator.storage.Standing;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Container;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** The walk in a small world: in whatever order things happen and wherever the operator is killed, it ends, and it ends well. */
class WalkTest {
    /** What everybody does at last, if it was not done before. The order is not that of a walk: it is repeated until nothing changes. */
    private static final List<Action> DUTIES = List.of(
            Action.END_SLOT,
            Action.SEAL,
            Action.BIND_SNAPSHOT,
            Action.CUT,
            Action.READY,
            Action.FINISH_KEEPER,
            Action.UNSTAGE,
            Action.FINISH_CLAIM,
            Action.WAIT_A_MINUTE);

    private static final int ROUNDS = 200;
    private static final boolean KILLED = true;
    private static final boolean ALIVE = false;

    /** How a run that is saved begins; histories start with as much of it as chance wants. */
    private static final List<Action> BEGINNING = List.of(
            Action.NOTHING,
            Action.NOTHING,
            Action.NOTHING,
            Action.BIND_CLAIM,
            Action.NOTHING,
            Action.ATTACH,
            Action.ASK_TO_SAVE,
            Action.SEAL,
            Action.NOTHING,
            Action.NOTHING,
            Action.FINISH_KEEPER,
            Action.UNSTAGE);

    private static List<String> walk(World world, Action... actions) {
        var steps = new ArrayList<String>();
        for (var action : actions) {
            settle(world, steps);
            world.act(action);
        }
        settle(world, steps);
        return steps;
    }

    private static void settle(World world, List<String> steps) {
        for (var i = 0; i < 20; i++) {
            var step = world.step(false);
            if (Told.line(step).endsWith("Wait")) {
                return;
            }
            steps.add(Told.line(step));
        }
        throw new AssertionError("the operator does not come to rest: " + steps);
    }

    /** A run that asks for a save, up to the moment of its verdict. */
    private static World unstaged(Standing standing) {
        var world = new World();
        world.standing = standing;
        walk(world, Action.BIND_CLAIM, Action.ATTACH, Action.ASK_TO_SAVE, Action.SEAL, Action.FINISH_KEEPER);
        return world;
    }

    private static Standing unproven() {
        var named = new ClassSet.Named("block", "uid");
        return new Standing.Unproven(
                new ClassSet(Given.DRIVER, named, named, named), Standing.Probe.TO_BE_ASKED_FOR, "It is looked at.");
    }

    @Test
    void a_save_asks_for_the_proof_of_its_classes_waits_for_it_and_is_cut_then() {
        var world = unstaged(unproven());
        assertThat(walk(world, Action.UNSTAGE, Action.WAIT_A_MINUTE, Action.WAIT_A_MINUTE))
                .containsExactly("AskForProbe");
        world.standing = new Standing.Accepted();
        assertThat(walk(world)).containsExactly("Verdict Save JobAsked", "Capture Take");
    }

    @Test
    void a_save_whose_classes_are_not_proven_within_an_hour_ends_with_that_reason() {
        var world = unstaged(unproven());
        walk(world, Action.UNSTAGE);
        assertThat(walk(world, Collections.nCopies(59, Action.WAIT_A_MINUTE).toArray(Action[]::new)))
                .isEmpty();
        assertThat(walk(world, Action.WAIT_A_MINUTE, Action.FINISH_CLAIM))
                .containsExactly("Verdict Skip NotAccepted", "DeleteClaim", "Complete Skipped");
        assertThat(world.status().save().message()).isEqualTo("ProbingClasses: It is looked at.");
    }

    @Test
    void a_save_of_a_stream_that_is_not_accepted_ends_at_once_with_that_reason() {
        var world = unstaged(new Standing.Refused(StreamReason.ClassNotIndependent, "It is seen."));
        assertThat(walk(world, Action.UNSTAGE, Action.FINISH_CLAIM))
                .containsExactly("Verdict Skip NotAccepted", "DeleteClaim", "Complete Skipped");
        assertThat(world.snapshotsTaken).isZero();
        assertThat(world.status().save().message()).isEqualTo("ClassNotIndependent: It is seen.");
    }

    @Test
    void a_job_that_asks_is_saved() {
        var world = new World();
        assertThat(walk(
                        world,
                        Action.BIND_CLAIM,
                        Action.ATTACH,
                        Action.ASK_TO_SAVE,
                        Action.SEAL,
                        Action.FINISH_KEEPER,
                        Action.UNSTAGE,
                        Action.BIND_SNAPSHOT,
                        Action.CUT,
                        Action.READY,
                        Action.FINISH_CLAIM))
                .containsExactly(
                        "Decide StartEmpty NoSnapshot",
                        "MakeClaim",
                        "MakeKeeper",
                        "RecordVolume",
                        "RecordSeal",
                        "DeleteKeeper",
                        "Verdict Save JobAsked",
                        "Capture Take",
                        "Capture Prove",
                        "Capture Cut",
                        "Capture Poll",
                        "Capture Ready",
                        "DeleteClaim",
                        "Complete Saved");
    }

    @Test
    void a_node_that_is_lost_under_a_job_ends_its_run_and_nothing_of_it_is_saved() {
        var world = new World();
        walk(world, Action.BIND_CLAIM, Action.ATTACH);
        assertThat(walk(world, Action.LOSE_NODE, Action.FINISH_CLAIM))
                .containsExactly("RecordEnd NodeLost", "Verdict Skip VolumeUnclean", "DeleteClaim", "Complete Skipped");
        assertThat(Conditions.find(world.status().conditions(), ConditionType.Ended))
                .get()
                .extracting(Condition::getReason)
                .isEqualTo("NodeLost");
    }

    @Test
    void a_node_that_is_lost_before_it_proved_the_end_of_a_volume_costs_the_save_at_once() {
        var world = unstaged(new Standing.Accepted());
        assertThat(walk(world, Action.LOSE_NODE))
                .containsExactly("Verdict Skip VolumeUnclean", "DeleteClaim", "Complete Skipped");
        assertThat(world.snapshotsTaken).isZero();
    }

    @Test
    void a_node_that_is_lost_before_the_keeper_sealed_costs_the_save_at_once() {
        var world = new World();
        walk(world, Action.BIND_CLAIM, Action.ATTACH, Action.ASK_TO_SAVE);
        assertThat(walk(world, Action.LOSE_NODE))
                .containsExactly("Verdict Skip VolumeUnclean", "DeleteClaim", "Complete Skipped");
    }

    @Test
    void a_node_that_is_lost_after_the_proof_costs_nothing() {
        var world = unstaged(new Standing.Accepted());
        assertThat(walk(world, Action.UNSTAGE, Action.LOSE_NODE, Action.BIND_SNAPSHOT, Action.CUT, Action.READY))
                .contains("Verdict Save JobAsked", "Capture Cut", "Capture Ready");
    }

    @Test
    void without_a_keeper_the_node_is_looked_after_as_nobody_announces_its_loss() {
        var world = new World();
        walk(world, Action.BIND_CLAIM, Action.ATTACH);
        assertThat(world.step(false)).isEqualTo(new RunStep.Wait(Optional.empty()));
        walk(world, Action.DELETE_KEEPER_BY_HAND);
        assertThat(world.step(false)).isEqualTo(new RunStep.Wait(Optional.of(world.now.plusSeconds(15))));
        walk(world, Action.ASK_TO_SAVE, Action.SEAL);
        assertThat(world.step(false)).isEqualTo(new RunStep.Wait(Optional.of(world.now.plusSeconds(15))));
    }

    @Test
    void what_became_of_a_pod_is_written_down_where_no_step_ended_the_use_of_the_volume() {
        var world = new World();
        assertThat(walk(world, Action.BIND_CLAIM, Action.ATTACH, Action.END_SLOT))
                .containsSubsequence("RecordEnd SlotEnded", "Verdict Skip NotAsked");
        var asked = new World();
        assertThat(walk(asked, Action.BIND_CLAIM, Action.ATTACH, Action.ASK_TO_SKIP))
                .doesNotContain("RecordEnd SlotEnded");
    }

    @Test
    void a_keeper_is_told_which_paths_are_relevant() {
        var world = new World();
        world.settings =
                PolicySettings.of(Given.policy(null, Given.save(null, List.of(), null, List.of("src/**", "a, b.txt"))));
        walk(world, Action.BIND_CLAIM);
        assertThat(Objects.requireNonNull(world.keeper).getSpec().getContainers())
                .flatExtracting(Container::getArgs)
                .containsExactly("--save-paths", "src/**\na, b.txt");
    }

    @Test
    void that_nothing_is_saved_is_a_condition_with_the_reason_of_the_verdict() {
        var world = new World();
        walk(world, Action.BIND_CLAIM, Action.ATTACH, Action.ASK_TO_SKIP);
        assertThat(Conditions.find(world.status().conditions(), ConditionType.Captured))
                .get()
                .extracting(Condition::getStatus, Condition::getReason)
                .containsExactly("False", "JobAskedToSkip");
    }

    @Test
    void a_keeper_talks_to_the_git_servers_of_the_policy_alone() {
        var world = new World();
        world.settings = PolicySettings.of(new PolicySpec(
                null,
                null,
                null,
                null,
                null,
                new PolicySpec.Keeper(List.of("https://github.com", "http://git:3000")),
                null,
                null,
                null));
        walk(world, Action.BIND_CLAIM);
        assertThat(Objects.requireNonNull(world.keeper).getSpec().getContainers())
                .flatExtracting(Container::getArgs)
                .containsExactly("--git-servers", "https://github.com,http://git:3000");

        var free = new World();
        walk(free, Action.BIND_CLAIM);
        assertThat(Objects.requireNonNull(free.keeper).getSpec().getContainers())
                .flatExtracting(Container::getArgs)
                .isEmpty();
    }

    @Test
    void a_job_that_says_nothing_is_not_saved_and_leaves_nothing() {
        var world = new World();
        var steps = walk(
                world, Action.BIND_CLAIM, Action.ATTACH, Action.END_SLOT, Action.FINISH_KEEPER, Action.FINISH_CLAIM);
        assertThat(steps)
                .endsWith(
                        "RecordVolume",
                        "RecordEnd SlotEnded",
                        "DeleteKeeper",
                        "Verdict Skip NotAsked",
                        "DeleteClaim",
                        "Complete Skipped");
        assertThat(world.claim).isNull();
    }

    @Test
    void a_volume_that_does_not_come_in_time_is_given_up_and_the_decision_stays() {
        var world = new World();
        var steps = walk(
                world,
                Action.WAIT_A_MINUTE,
                Action.WAIT_A_MINUTE,
                Action.BIND_CLAIM,
                Action.ANSWER_WITH_SCRATCH,
                Action.FINISH_KEEPER);
        assertThat(steps).anyMatch(step -> step.startsWith("GiveUp TimedOut")).doesNotContain("RecordVolume");
        assertThat(world.status().restore().decision()).isEqualTo("StartEmpty");
        assertThat(steps).endsWith("DeleteKeeper", "Verdict Skip RestoreFailed", "DeleteClaim", "Complete Skipped");
    }

    @Test
    void a_keeper_that_is_lost_is_made_again_once_with_a_volume_of_its_own() {
        var world = new World();
        walk(world, Action.BIND_CLAIM);
        world.keeper = null;
        var again = walk(world, Action.FINISH_CLAIM, Action.BIND_CLAIM);
        assertThat(again.getFirst()).startsWith("EndAttempt Interrupted KeeperLost");
        assertThat(again)
                .endsWith("DeleteClaim", "Decide StartEmpty NoSnapshot", "MakeClaim", "MakeKeeper", "RecordVolume");

        world.keeper = null;
        assertThat(walk(world)).singleElement().asString().startsWith("GiveUp VolumeFailed");
    }

    @Test
    void a_claim_that_somebody_deletes_before_its_snapshot_is_taken_ends_the_save() {
        var world = new World();
        var steps = walk(
                world,
                Action.BIND_CLAIM,
                Action.ATTACH,
                Action.DELETE_CLAIM_BY_HAND,
                Action.ASK_TO_SAVE,
                Action.SEAL,
                Action.FINISH_KEEPER,
                Action.UNSTAGE,
                Action.FINISH_CLAIM);
        assertThat(steps).anyMatch(step -> step.startsWith("Capture Fail SnapshotFailed"));
        assertThat(steps).doesNotContain("Capture Take").endsWith("Complete Skipped");
    }

    @Test
    void a_snapshot_that_was_dropped_is_not_taken_again_of_a_claim_that_goes_even_if_the_run_is_made_again() {
        var world = new World();
        walk(
                world,
                Action.BIND_CLAIM,
                Action.ATTACH,
                Action.ASK_TO_SAVE,
                Action.SEAL,
                Action.FINISH_KEEPER,
                Action.UNSTAGE);
        world.act(Action.DELETE_CLAIM_BY_HAND);
        world.step(ALIVE);
        world.act(Action.BIND_SNAPSHOT);
        assertThat(walk(world, Action.LOSE_RUN)).contains("DropSnapshot").doesNotContain("Capture Take");
        assertThat(world.snapshotsTaken).isEqualTo(1);
    }

    private static World withCandidates() {
        var world = new World();
        var main = new Lane.Branch("main");
        world.candidates.add(Given.snapshot("hw-old", main, 1, Snapshot.State.READY));
        world.candidates.add(Given.snapshot("hw-new", main, 2, Snapshot.State.READY));
        return world;
    }

    @Test
    void a_broken_candidate_makes_room_for_the_next_one() {
        var world = withCandidates();
        var steps = walk(
                world,
                Action.BIND_CLAIM,
                Action.FAIL_TO_MOUNT,
                Action.FINISH_KEEPER,
                Action.FINISH_CLAIM,
                Action.BIND_CLAIM,
                Action.ATTACH);
        assertThat(steps)
                .anyMatch(step -> step.startsWith("EndAttempt CandidateBroken FileSystemBroken"))
                .containsSubsequence("DeleteKeeper", "DeleteClaim", "Decide FromSnapshot HeadOfLane", "MakeClaim");
        assertThat(world.status().restore().snapshot()).isEqualTo("hw-old");
        assertThat(world.status().attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.snapshot()).isEqualTo("hw-new"));
        assertThat(world.status().slot().attachedAt()).isNotNull();
    }

    @Test
    void a_volume_that_the_node_rejects_is_a_broken_candidate_and_the_last_one_ends_in_scratch() {
        var world = withCandidates();
        world.candidates.removeFirst();
        var steps = walk(world, Action.BIND_CLAIM, Action.REJECT, Action.FINISH_KEEPER, Action.FINISH_CLAIM);
        assertThat(steps).anyMatch(step -> step.startsWith("EndAttempt CandidateBroken RecordMismatch"));
        assertThat(steps).endsWith("Decide Scratch CandidatesBroken");
    }

    @Test
    void a_place_without_room_is_waited_for_and_no_other_candidate_is_tried() {
        var world = withCandidates();
        var steps = walk(
                world,
                Action.BIND_CLAIM,
                Action.FAIL_TO_ATTACH,
                Action.WAIT_A_MINUTE,
                Action.WAIT_A_MINUTE,
                Action.ANSWER_WITH_SCRATCH,
                Action.FINISH_KEEPER);
        assertThat(steps)
                .anyMatch(step -> step.startsWith("Obstacle AttachFailed"))
                .anyMatch(step -> step.startsWith("GiveUp PlaceUnavailable"))
                .noneMatch(step -> step.startsWith("EndAttempt"));
        assertThat(world.status().restore().snapshot()).isEqualTo("hw-new");
    }

    @Test
    void a_candidate_that_takes_too_long_makes_room_for_the_next_one() {
        var world = withCandidates();
        var steps = walk(world, Action.BIND_CLAIM, Action.WAIT_A_MINUTE, Action.FINISH_KEEPER, Action.FINISH_CLAIM);
        assertThat(steps)
                .anyMatch(step -> step.startsWith("EndAttempt CandidateBroken AttemptTimedOut"))
                .contains("Decide FromSnapshot HeadOfLane");
        assertThat(world.status().restore().snapshot()).isEqualTo("hw-old");
    }

    @Test
    void a_chosen_snapshot_that_is_deleted_before_its_claim_is_made_makes_room_for_the_next_one() {
        var world = withCandidates();
        world.step(ALIVE);
        world.act(Action.DELETE_NEWEST_CANDIDATE);
        var steps = walk(world);
        assertThat(steps.getFirst()).startsWith("EndAttempt CandidateBroken SnapshotGone");
        assertThat(world.status().restore().snapshot()).isEqualTo("hw-old");
    }

    @Test
    void a_volume_that_was_attached_after_all_is_the_jobs_whatever_the_journal_meant_to_do() {
        var world = withCandidates();
        walk(world, Action.BIND_CLAIM);
        world.now = world.now.plusSeconds(61);
        world.step(ALIVE);
        assertThat(world.status().restore()).isNull();
        world.attachLate();
        assertThat(walk(world)).isEmpty();
        assertThat(world.keeper.getMetadata().getDeletionTimestamp()).isNull();
    }

    @Test
    void a_run_that_is_made_again_takes_its_decision_from_the_claim() {
        var world = new World();
        walk(world, Action.BIND_CLAIM);
        var decided = world.status().restore();
        var volume = world.status().volume();
        walk(world, Action.WAIT_A_MINUTE, Action.LOSE_RUN);
        assertThat(world.status().restore()).isEqualTo(decided);
        assertThat(world.status().volume()).isEqualTo(volume);
    }

    @Test
    void an_unclean_volume_is_not_captured() {
        var world = new World();
        var steps = walk(
                world,
                Action.BIND_CLAIM,
                Action.ATTACH,
                Action.ASK_TO_SAVE,
                Action.SEAL,
                Action.FIND_UNCLEAN,
                Action.FINISH_KEEPER);
        assertThat(steps).contains("Verdict Skip VolumeUnclean").doesNotContain("Capture Take");
    }

    @Test
    void a_snapshot_that_never_is_cut_is_dropped_with_its_claim() {
        var world = new World();
        walk(
                world,
                Action.BIND_CLAIM,
                Action.ATTACH,
                Action.ASK_TO_SAVE,
                Action.SEAL,
                Action.FINISH_KEEPER,
                Action.UNSTAGE);
        world.now = world.now.plusSeconds(3601);
        var steps = walk(world, Action.FINISH_CLAIM);
        assertThat(steps).anyMatch(step -> step.startsWith("Capture Fail SnapshotFailed"));
        assertThat(steps).endsWith("DropSnapshot", "DeleteClaim", "Complete Skipped");
        assertThat(world.status().save().reason()).isEqualTo("SnapshotFailed");
    }

    @Test
    void a_snapshot_that_is_cut_and_never_becomes_ready_goes_too_and_the_reason_stays() {
        var world = new World();
        walk(
                world,
                Action.BIND_CLAIM,
                Action.ATTACH,
                Action.ASK_TO_SAVE,
                Action.SEAL,
                Action.FINISH_KEEPER,
                Action.UNSTAGE,
                Action.BIND_SNAPSHOT,
                Action.CUT);
        world.now = world.now.plus(Duration.ofHours(5));
        assertThat(walk(world, Action.NOTHING)).noneMatch(step -> step.contains("Fail"));
        world.now = world.now.plus(Duration.ofHours(2));
        assertThat(walk(world, Action.FINISH_CLAIM)).endsWith("DropSnapshot", "DeleteClaim", "Complete Skipped");
        assertThat(world.status().save().reason()).isEqualTo("SnapshotFailed");
        assertThat(world.status().save().cutAt()).isNotNull();
    }

    @Property(tries = 2000)
    void it_always_ends_well(@ForAll("histories") List<Tuple2<Action, Boolean>> history, @ForAll boolean warm) {
        var world = warm ? withCandidates() : new World();
        for (var moment : history) {
            world.step(moment.get2());
            world.act(moment.get1());
        }
        var rounds = 0;
        while (!world.isComplete() || world.claim != null) {
            assertThat(rounds++).as("rounds to the end").isLessThan(ROUNDS);
            DUTIES.forEach(duty -> {
                world.step(false);
                world.act(duty);
            });
        }
        assertEndedWell(world);
    }

    private static void assertEndedWell(World world) {
        var status = world.status();
        assertThat(world.keeper).isNull();
        assertThat(world.snapshotsTaken).as("saved twice").isLessThanOrEqualTo(1);
        var outcome = Conditions.find(status.conditions(), ConditionType.Complete)
                .map(Condition::getReason)
                .orElseThrow();
        Statistics.label("outcome")
                .collect(outcome)
                .coverage(histories -> histories.check("Saved").percentage(share -> share > 10));
        if (outcome.equals("Saved")) {
            assertThat(world.run.getSpec().save().wish()).isEqualTo(RunSpec.Wish.Save);
            assertThat(world.snapshot.getStatus().getReadyToUse()).isTrue();
            assertThat(world.content.getMetadata().getAnnotations())
                    .containsEntry(
                            "headwater.dev/lineage",
                            world.snapshot.getMetadata().getAnnotations().get("headwater.dev/lineage"));
            assertThat(status.slot().unstagedAt()).isNotNull();
        } else {
            assertThat(status.save().decision()).isEqualTo("Skip");
        }
        if (world.snapshot == null) {
            assertThat(outcome).isNotEqualTo("Saved");
        }
    }

    @Property(tries = 2000)
    void a_decision_that_was_acted_on_is_the_only_one_until_its_attempt_failed(
            @ForAll("histories") List<Tuple2<Action, Boolean>> history, @ForAll boolean warm) {
        var world = warm ? withCandidates() : new World();
        for (var moment : history) {
            var acted = world.claim != null;
            var before = List.copyOf(world.decisions);
            world.step(moment.get2());
            if (acted && world.decisions.size() > before.size()) {
                assertThat(world.decisions.getLast()).isEqualTo(before.getLast());
            }
            world.act(moment.get1());
        }
    }

    @Property(tries = 1000)
    void a_snapshot_that_was_found_broken_is_not_tried_again(
            @ForAll("histories") List<Tuple2<Action, Boolean>> history) {
        var world = withCandidates();
        for (var moment : history) {
            var broken = world.broken();
            var decisions = world.decisions.size();
            world.step(moment.get2());
            if (world.decisions.size() > decisions && world.decisions.getLast().snapshot() != null) {
                assertThat(broken).doesNotContain(world.decisions.getLast().snapshot());
            }
            world.act(moment.get1());
        }
    }

    @Provide
    Arbitrary<List<Tuple2<Action, Boolean>>> histories() {
        var actions = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.of(Action.values())),
                Tuple.of(
                        6,
                        Arbitraries.of(
                                Action.BIND_CLAIM, Action.ATTACH, Action.SEAL, Action.FINISH_KEEPER, Action.UNSTAGE)),
                Tuple.of(4, Arbitraries.of(Action.BIND_SNAPSHOT, Action.CUT, Action.READY, Action.FINISH_CLAIM)));
        var moment = Combinators.combine(actions, Arbitraries.frequency(Tuple.of(1, KILLED), Tuple.of(2, ALIVE)))
                .as(Tuple::of);
        return Combinators.combine(
                        Arbitraries.integers().between(0, BEGINNING.size()),
                        moment.list().ofMaxSize(60))
                .as((begun, rest) -> Stream.concat(
                                BEGINNING.stream().limit(begun).map(action -> Tuple.of(action, ALIVE)), rest.stream())
                        .toList());
    }
}
