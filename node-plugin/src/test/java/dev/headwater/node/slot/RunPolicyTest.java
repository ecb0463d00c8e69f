package dev.headwater.node.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.control.Fields;
import dev.headwater.control.Report;
import dev.headwater.node.record.Ask;
import dev.headwater.node.record.Finish;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.Source;
import dev.headwater.node.record.StepTimeout;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunPolicyTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Source SOURCE = new Source("keeper", "pv", "7:3", "ext4", "/sys/fs/ext4/loop3", 42L);
    private static final MountEntry ENTRY = new MountEntry(9, "7:3", "/", "/x", "", "ext4", "/dev/loop3");
    private static final RunStatus.Answer ANSWER =
            new RunStatus.Answer("attached", "NoSnapshot", "x", START.toString());

    private static RunRecord asked() {
        return RunRecord.asked(
                new Ask("ci", "hw-1", "/target", "r1", new StepTimeout(START, START.plusSeconds(60)), null, false),
                TestRun.spec("uid", "node"));
    }

    private static RunRecord attached() {
        return asked().attached(SOURCE, ANSWER, Map.of("outcome", "attached"), "boot");
    }

    private static Finish save(boolean answered) {
        return new Finish(
                "s1",
                RunSpec.Wish.Save,
                null,
                "JobAsked",
                new StepTimeout(START, START.plusSeconds(60)),
                null,
                0,
                null,
                answered);
    }

    private static RunStatus status(String decision, Condition... conditions) {
        return new RunStatus(
                null,
                null,
                null,
                TestRun.decided(decision, "NoSnapshot", null, START, null),
                null,
                null,
                List.of(conditions),
                null,
                null);
    }

    private static RunStatus judged(String decision, @Nullable String cutAt) {
        return new RunStatus(
                null,
                null,
                null,
                null,
                null,
                new RunStatus.Save(decision, "JobAsked", null, "hw-1", START.toString(), cutAt, null),
                null,
                null,
                null);
    }

    private static RunFacts.Keeper ready() {
        return new RunFacts.Keeper(
                true, new KeeperMount.Sound(ENTRY), Optional.of(SOURCE), Optional.empty(), Optional.empty());
    }

    private static RunFacts.Keeper gone() {
        return new RunFacts.Keeper(
                false, new KeeperMount.Absent(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static RunFacts facts(
            RunRecord record, @Nullable RunStatus status, List<MountEntry> bound, RunFacts.Keeper keeper) {
        return new RunFacts(record, Optional.ofNullable(status), false, bound, keeper, "boot", true);
    }

    private static RunStep next(RunFacts facts, int second) {
        return RunPolicy.next(facts, START.plusSeconds(second));
    }

    @Test
    void a_request_waits_for_a_decision_until_scratch_is_due() {
        assertThat(next(facts(asked(), null, List.of(), gone()), 1))
                .isEqualTo(new RunStep.Wait(Optional.of(START.plusSeconds(55))));
        assertThat(next(facts(asked(), null, List.of(), gone()), 55)).isInstanceOf(RunStep.GiveScratch.class);
    }

    @Test
    void a_faulty_volume_is_rejected_once_and_never_bound() {
        var fault = new VolumeFault(VolumeFault.Kind.RecordMismatch, "Another stream's.");
        var faulty = new RunFacts.Keeper(
                true, new KeeperMount.Sound(ENTRY), Optional.of(SOURCE), Optional.of(fault), Optional.empty());
        var restored = status("FromSnapshot");
        assertThat(next(facts(asked(), restored, List.of(), faulty), 1)).isEqualTo(new RunStep.Reject("keeper", fault));

        var rejected = asked().rejected(
                        new RunStatus.Rejected("keeper", "RecordMismatch", "Another stream's.", START.toString()));
        assertThat(next(facts(rejected, restored, List.of(), faulty), 2)).isInstanceOf(RunStep.Wait.class);
        assertThat(next(facts(rejected, restored, List.of(), faulty), 56))
                .isEqualTo(new RunStep.GiveScratch("VolumeFailed", "Another stream's."));

        var another = asked().rejected(new RunStatus.Rejected(
                "keeper-before", "RecordMismatch", "Another stream's.", START.toString()));
        assertThat(next(facts(another, restored, List.of(), ready()), 2)).isInstanceOf(RunStep.Bind.class);
    }

    @Test
    void a_decided_volume_is_bound_when_its_keeper_is_there() {
        assertThat(next(facts(asked(), status("StartEmpty"), List.of(), ready()), 1))
                .isEqualTo(new RunStep.Bind(SOURCE, true));
        assertThat(next(facts(asked(), status("FromSnapshot"), List.of(), ready()), 1))
                .isEqualTo(new RunStep.Bind(SOURCE, false));
        assertThat(next(facts(asked(), status("FromSnapshot"), List.of(), gone()), 1))
                .isInstanceOf(RunStep.Wait.class);
    }

    @Test
    void a_volume_without_a_published_control_volume_is_not_bound() {
        var unreachable = new RunFacts.Keeper(
                false, new KeeperMount.Sound(ENTRY), Optional.of(SOURCE), Optional.empty(), Optional.empty());

        assertThat(next(facts(asked(), status("FromSnapshot"), List.of(), unreachable), 1))
                .isInstanceOf(RunStep.Wait.class);
    }

    @Test
    void refusals_and_scratch_are_told_at_once() {
        assertThat(next(facts(asked(), status("Refuse"), List.of(), gone()), 1)).isInstanceOf(RunStep.Refuse.class);
        assertThat(next(facts(asked(), status("Scratch"), List.of(), gone()), 1))
                .isInstanceOf(RunStep.GiveScratch.class);
    }

    @Test
    void a_volume_that_the_operator_gave_up_becomes_scratch_at_once() {
        var failed = new ConditionBuilder()
                .withType("Restored")
                .withStatus("False")
                .withReason("VolumeFailed")
                .withMessage("No node fits.")
                .build();

        assertThat(next(facts(asked(), status("FromSnapshot", failed), List.of(), ready()), 1))
                .isEqualTo(new RunStep.GiveScratch("VolumeFailed", "No node fits."));
    }

    @Test
    void what_a_dead_predecessor_bound_is_announced_only_if_it_is_what_it_meant() {
        var meant = asked().binding(SOURCE, false);
        var other = new MountEntry(9, "7:9", "/", "/x", "", "ext4", "/dev/loop9");

        assertThat(next(facts(meant, status("StartEmpty"), List.of(ENTRY), ready()), 1))
                .isInstanceOf(RunStep.Announce.class);
        assertThat(next(facts(meant, status("StartEmpty"), List.of(other), ready()), 1))
                .isInstanceOf(RunStep.ClearPath.class);
        assertThat(next(facts(meant, status("StartEmpty"), List.of(ENTRY, ENTRY), ready()), 1))
                .isInstanceOf(RunStep.ClearPath.class);
        assertThat(next(facts(asked(), status("StartEmpty"), List.of(ENTRY), ready()), 1))
                .isInstanceOf(RunStep.ClearPath.class);
        assertThat(next(facts(meant, status("StartEmpty"), List.of(ENTRY), ready()), 60))
                .isInstanceOf(RunStep.ClearPath.class);
    }

    @Test
    void a_step_that_gave_up_gets_nothing_any_more() {
        assertThat(next(facts(asked(), status("StartEmpty"), List.of(), ready()), 60))
                .isInstanceOf(RunStep.Refuse.class);
    }

    @Test
    void an_attached_volume_is_left_alone() {
        assertThat(next(facts(attached(), null, List.of(ENTRY), ready()), 5))
                .isEqualTo(new RunStep.Wait(Optional.empty()));
    }

    @Test
    void a_wish_detaches_until_its_step_was_told_that_it_is_busy() {
        assertThat(next(facts(attached().finishing(save(false)), null, List.of(ENTRY), ready()), 5))
                .isInstanceOf(RunStep.Detach.class);
        assertThat(next(facts(attached().finishing(save(true)), null, List.of(ENTRY), ready()), 5))
                .isInstanceOf(RunStep.Wait.class);
        assertThat(next(facts(attached().finishing(save(true)).detaching(), null, List.of(), ready()), 5))
                .isInstanceOf(RunStep.Detach.class);
    }

    @Test
    void a_volume_that_vanished_is_lost() {
        assertThat(next(facts(attached(), null, List.of(), ready()), 5)).isInstanceOf(RunStep.Lose.class);
    }

    @Test
    void a_file_system_without_evidence_is_never_clean() {
        var strange = new Source("keeper", "pv", "7:3", "f2fs", null, null);
        var record = asked().attached(strange, ANSWER, Map.of(), "boot");

        assertThat(next(facts(record, null, List.of(ENTRY), ready()), 5)).isInstanceOf(RunStep.MarkUnclean.class);
    }

    @Test
    void a_saved_volume_is_sealed_reported_and_proven_gone() {
        var detached = attached().finishing(save(false)).detached(START.plusSeconds(5), RunSpec.Cause.Step);
        var report = new Report(Report.Outcome.DONE, Optional.empty(), new Fields.Builder().build());
        var reported = new RunFacts.Keeper(
                true, new KeeperMount.Sound(ENTRY), Optional.of(SOURCE), Optional.empty(), Optional.of(report));

        assertThat(next(facts(detached, null, List.of(), ready()), 6)).isInstanceOf(RunStep.OrderSeal.class);
        assertThat(next(facts(detached, null, List.of(), reported), 6)).isEqualTo(new RunStep.LatchSeal(report));
        assertThat(next(facts(detached, null, List.of(), gone()), 6)).isInstanceOf(RunStep.LatchSeal.class);

        var sealed = detached.sealed(new RunStatus.Sealed(
                "Done", null, null, null, null, START.toString(), null, null, null, null, null, null, null));
        assertThat(next(facts(sealed, null, List.of(), gone()), 7)).isInstanceOf(RunStep.Wait.class);
        var unknown = new RunFacts(sealed, Optional.empty(), false, List.of(), gone(), "boot", false);
        assertThat(next(unknown, 7)).isInstanceOf(RunStep.ProveUnstaged.class);
    }

    @Test
    void the_save_step_hears_of_the_verdict() {
        var detached = attached().finishing(save(false)).detached(START.plusSeconds(5), RunSpec.Cause.Step);

        assertThat(result(detached, judged("Skip", null), 6)).containsEntry("saved", "false");
        assertThat(result(detached, judged("Save", START.toString()), 6)).containsEntry("saved", "true");
        assertThat(next(facts(detached, judged("Save", null), List.of(), ready()), 6))
                .isInstanceOf(RunStep.OrderSeal.class);
        assertThat(result(detached, judged("Save", null), 56)).containsEntry("save-started", "true");
    }

    private static Map<String, String> result(RunRecord record, RunStatus status, int second) {
        var step = next(facts(record, status, List.of(), ready()), second);
        return ((RunStep.AnswerFinish) step).result().values();
    }

    @Test
    void a_record_is_forgotten_when_slot_and_cluster_are_done_with_it() {
        var over = asked().answered(ANSWER, Map.of());
        var complete = new RunFacts(over.completed(), Optional.empty(), true, List.of(), gone(), "boot", false);
        var incomplete = new RunFacts(over, Optional.empty(), true, List.of(), gone(), "boot", false);

        assertThat(next(complete, 9)).isInstanceOf(RunStep.Forget.class);
        assertThat(next(incomplete, 9)).isInstanceOf(RunStep.Wait.class);
    }

    @Property
    void an_answered_request_is_never_bound(@ForAll @IntRange(max = 100) int second, @ForAll boolean keeper) {
        var step = next(
                facts(asked().answered(ANSWER, Map.of()), status("StartEmpty"), List.of(), keeper ? ready() : gone()),
                second);

        assertThat(step).isNotInstanceOf(RunStep.Bind.class).isNotInstanceOf(RunStep.GiveScratch.class);
    }

    @Property
    void whatever_happens_a_waiting_step_is_answered_in_time(
            @ForAll @IntRange(min = 55, max = 59) int second, @ForAll boolean decided, @ForAll boolean keeper) {
        var step = next(
                facts(asked(), decided ? status("FromSnapshot") : null, List.of(), keeper ? ready() : gone()), second);

        assertThat(step).isInstanceOf(RunStep.GiveScratch.class);
    }

    @ParameterizedTest
    @EnumSource
    void a_job_that_gets_no_volume_is_told_the_word_of_the_decision(RestoreReason reason) {
        assertThat(next(facts(asked(), decided("Scratch", reason), List.of(), gone()), 1))
                .isEqualTo(new RunStep.GiveScratch(reason.name(), "Why."));
        assertThat(next(facts(asked(), decided("Refuse", reason), List.of(), gone()), 1))
                .isEqualTo(new RunStep.Refuse(reason.name(), "Why."));
    }

    private static RunStatus decided(String decision, RestoreReason reason) {
        var restore = TestRun.decided(decision, reason.name(), "Why.", START, null);
        return new RunStatus(null, null, null, restore, null, null, List.of(), null, null);
    }
}
