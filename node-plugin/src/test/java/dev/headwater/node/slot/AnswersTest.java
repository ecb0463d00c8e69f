package dev.headwater.node.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.control.SaveTerms;
import dev.headwater.node.record.Source;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Source SOURCE = new Source("keeper", "pv", "7:3", "ext4", "/sys/fs/ext4/loop3", 42L);
    private static final String SHA = "a".repeat(40);

    @Test
    void a_restored_volume_is_told_with_all_that_is_known_of_its_snapshot() {
        var restore = new RunStatus.Restore(
                "FromSnapshot",
                "branch",
                "HeadOfLane",
                "Restored.",
                "hw-parent",
                SHA,
                "refs/heads/main",
                "branch:main",
                "2025-12-31T23:00:00Z",
                null,
                null,
                null,
                null,
                START.toString(),
                null,
                null);
        var record = TestRun.attached(SaveTerms.UNSAID, false, Map.of());

        assertThat(Answers.attached(record, SOURCE, restore, START.plusSeconds(2))
                        .values())
                .containsEntry("outcome", "attached")
                .containsEntry("restored", "true")
                .containsEntry("restored-from", "branch")
                .containsEntry("restored-branch", "main")
                .containsEntry("restored-snapshot-id", "hw-parent")
                .containsEntry("restored-source-sha", SHA)
                .containsEntry("restored-source-ref", "refs/heads/main")
                .containsEntry("restored-cut-at", "2025-12-31T23:00:00Z")
                .containsEntry("volume-id", "pv")
                .containsEntry("new-volume", "false")
                .containsEntry("state-file", "/mnt/.headwater/in/state");
    }
}
