package dev.headwater.node.slot;

import static dev.headwater.node.slot.TestRun.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Milestone;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.control.SaveTerms;
import dev.headwater.node.record.Finish;
import dev.headwater.node.record.StepTimeout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FinishPolicyTest {
    private static final String DONE = START.toString();

    private static Finish asks(@Nullable Milestone until, int timeout) {
        return new Finish(
                "s1",
                RunSpec.Wish.Save,
                null,
                "green",
                new StepTimeout(START, START.plusSeconds(timeout)),
                until,
                0,
                null,
                false);
    }

    private static RunStatus.@Nullable Save cut(@Nullable String cutAt, @Nullable String readyAt) {
        return new RunStatus.Save("Save", "JobAsked", null, "hw-1", DONE, cutAt, readyAt);
    }

    /** Under a policy that lets steps wait until then. */
    private static Map<String, String> answer(
            Finish finish, Milestone policy, int seconds, RunStatus.@Nullable Save save, int second) {
        var restore = TestRun.decided("StartEmpty", "NoSnapshot", null, START, new RunStatus.Waiting(policy, seconds));
        var status = new RunStatus(null, null, null, restore, null, save, List.of(), null, null);
        var record = TestRun.attached(SaveTerms.UNSAID, false, Map.of())
                .finishing(finish)
                .detached(START.plusSeconds(1), RunSpec.Cause.Step);
        var keeper = new RunFacts.Keeper(
                true, new KeeperMount.Absent(), Optional.empty(), Optional.empty(), Optional.empty());
        var facts = new RunFacts(record, Optional.of(status), false, List.of(), keeper, "boot", false);
        return FinishPolicy.answer(facts, finish, START.plusSeconds(second))
                .<Map<String, String>>map(fields -> fields.values())
                .orElse(Map.of());
    }

    @Test
    void a_step_that_waits_for_nothing_goes_on_at_once() {
        var told = answer(asks(null, 300), Milestone.Detached, 60, null, 1);

        assertThat(told)
                .containsEntry("saved", "false")
                .containsEntry("save-started", "true")
                .containsEntry("save-waited-for-completion", "false")
                .doesNotContainKeys("save-reason", "saved-snapshot-id");
        assertThat(answer(asks(Milestone.Detached, 300), Milestone.Ready, 60, null, 1))
                .isEqualTo(told);
    }

    @Test
    void a_cut_is_a_save_and_a_step_that_waits_for_more_waits_on() {
        assertThat(answer(asks(null, 300), Milestone.Cut, 60, cut(null, null), 2))
                .isEmpty();
        assertThat(answer(asks(null, 300), Milestone.Cut, 60, cut(DONE, null), 2))
                .containsEntry("saved", "true")
                .containsEntry("save-reason", "JobAsked")
                .containsEntry("saved-snapshot-id", "hw-1")
                .containsEntry("save-started", "true")
                .containsEntry("save-waited-for-completion", "true");
        assertThat(answer(asks(null, 300), Milestone.Ready, 60, cut(DONE, null), 2))
                .isEmpty();
        assertThat(answer(asks(Milestone.Cut, 300), Milestone.Ready, 60, cut(DONE, null), 2))
                .containsEntry("saved", "true");
        assertThat(answer(asks(null, 300), Milestone.Ready, 60, cut(DONE, DONE), 2))
                .containsEntry("saved", "true")
                .containsEntry("save-waited-for-completion", "true");
    }

    @Test
    void a_step_narrows_its_policy_and_never_widens_it() {
        assertThat(answer(asks(Milestone.Ready, 300), Milestone.Cut, 60, cut(DONE, null), 2))
                .containsEntry("saved", "true");
        assertThat(answer(asks(null, 300), Milestone.Cut, 10, cut(null, null), 9))
                .isEmpty();
        assertThat(answer(asks(null, 300), Milestone.Cut, 10, cut(null, null), 10))
                .containsEntry("save-started", "true")
                .containsEntry("saved", "false");
        assertThat(answer(asks(null, 10), Milestone.Cut, 60, cut(null, null), 8))
                .containsEntry("save-started", "true");
    }

    @Test
    void a_step_that_waited_too_long_for_a_restorable_snapshot_still_hears_of_the_cut() {
        assertThat(answer(asks(null, 300), Milestone.Ready, 60, cut(DONE, null), 60))
                .containsEntry("saved", "true")
                .containsEntry("saved-snapshot-id", "hw-1")
                .containsEntry("save-waited-for-completion", "false");
    }

    @Test
    void a_verdict_against_the_save_is_told_at_once_with_its_reason() {
        var skip = new RunStatus.Save("Skip", "Unchanged", "Nothing new.", null, DONE, null, null);

        assertThat(answer(asks(null, 300), Milestone.Ready, 60, skip, 2))
                .containsEntry("saved", "false")
                .containsEntry("save-started", "false")
                .containsEntry("save-reason", "Unchanged")
                .containsEntry("message", "Nothing new.")
                .containsEntry("save-waited-for-completion", "true");
    }

    /** Whatever becomes of a save, and whatever reasons will be added. */
    @ParameterizedTest
    @EnumSource
    void a_step_is_told_the_word_of_the_verdict(SaveReason reason) {
        var save = reason == SaveReason.JobAsked
                ? cut(DONE, null)
                : new RunStatus.Save("Skip", reason.name(), "Why.", null, DONE, null, null);

        assertThat(answer(asks(null, 300), Milestone.Cut, 60, save, 2))
                .containsEntry("reason", reason.name())
                .containsEntry("save-reason", reason.name());
    }
}
