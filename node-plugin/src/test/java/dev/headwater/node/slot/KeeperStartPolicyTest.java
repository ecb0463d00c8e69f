package dev.headwater.node.slot;

import static dev.headwater.node.slot.TestRun.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.control.SaveTerms;
import dev.headwater.node.record.Ask;
import dev.headwater.node.record.PendingCheckout;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.StepTimeout;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeeperStartPolicyTest {
    private static final StepTimeout STEP = new StepTimeout(START, START.plusSeconds(60));
    private static final RunRecord OWN = TestRun.attached(SaveTerms.UNSAID, false, Map.of());
    private static final RunRecord OTHER = waiting("hw-2");

    private static RunRecord waiting(String run) {
        return RunRecord.asked(
                new Ask("ci", run, "/target/" + run, "r1", STEP, null, false), TestRun.spec("uid-" + run, "node"));
    }

    private static boolean waits(Instant now, RunRecord... runs) {
        return KeeperStartPolicy.waits("hw-1", START, List.of(runs), now);
    }

    @Test
    void a_keeper_waits_for_the_volumes_of_other_jobs() {
        assertThat(waits(START, OWN, OTHER)).isTrue();
        assertThat(waits(START, waiting("hw-1"), OTHER)).isTrue();
    }

    @Test
    void alone_it_starts_at_once() {
        assertThat(waits(START, OWN)).isFalse();
        assertThat(waits(START, waiting("hw-1"))).isFalse();
        assertThat(waits(START, waiting("hw-1"), OTHER.abandoned(START))).isFalse();
    }

    @Test
    void an_order_does_not_wait() {
        assertThat(waits(START, OWN.withCheckouts(List.of(new PendingCheckout("c1", STEP))), OTHER))
                .isFalse();
        assertThat(waits(START, OWN.detached(START, RunSpec.Cause.SlotEnded), OTHER))
                .isFalse();
    }

    @Test
    void nothing_keeps_it_for_long() {
        assertThat(waits(START.plus(KeeperStartPolicy.LONGEST), OWN, OTHER)).isFalse();
        assertThat(KeeperStartPolicy.waits(
                        "hw-1",
                        START.plus(KeeperStartPolicy.CROWD),
                        List.of(OWN, OTHER),
                        START.plus(KeeperStartPolicy.CROWD)))
                .isFalse();
    }

    @Test
    void a_keeper_of_no_known_run_starts_at_once() {
        assertThat(waits(START, OTHER)).isFalse();
    }
}
