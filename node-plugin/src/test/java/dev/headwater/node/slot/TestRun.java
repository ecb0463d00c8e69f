package dev.headwater.node.slot;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.control.SaveTerms;
import dev.headwater.node.record.Ask;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.Source;
import dev.headwater.node.record.StepTimeout;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run, what its job asked for, and what was decided for it. */
public final class TestRun {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Source SOURCE = new Source("keeper", "pv", "7:3", "ext4", "/sys/fs/ext4/loop3", 42L);

    /** One that has its volume.
     *
     * @param result what the job was told
     */
    static RunRecord attached(SaveTerms terms, boolean markerCarried, Map<String, String> result) {
        return RunRecord.asked(
                        new Ask(
                                "ci",
                                "hw-1",
                                "/target",
                                "r1",
                                new StepTimeout(START, START.plusSeconds(60)),
                                terms.toFields().values(),
                                false),
                        spec("uid", "node"))
                .binding(SOURCE, markerCarried)
                .attached(
                        SOURCE, new RunStatus.Answer("attached", "HeadOfLane", "x", START.toString()), result, "boot");
    }

    /** What a job of this pod asked for, which says itself whose it is. */
    static RunSpec spec(String podUid, String node) {
        return new RunSpec(
                new RunSpec.Pod("runner", podUid, node),
                new RunSpec.Slot("headwater"),
                new RunSpec.Requester(1001L, 1001L),
                new RunSpec.Request(1, "key", "/mnt/cargo", "", "linux", "amd64", START.toString(), 60, null, null),
                new RunSpec.Job(
                        RunSpec.Source.Request,
                        "a/b",
                        "refs/heads/main",
                        null,
                        "0".repeat(40),
                        null,
                        1L,
                        1,
                        null,
                        null,
                        null),
                null,
                null);
    }

    /** A decision that names no snapshot. */
    public static RunStatus.Restore decided(
            String decision,
            String reason,
            @Nullable String message,
            Instant at,
            RunStatus.@Nullable Waiting saveWait) {
        return new RunStatus.Restore(
                decision,
                "empty",
                reason,
                message,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                at.toString(),
                null,
                saveWait);
    }

    private TestRun() {}
}
