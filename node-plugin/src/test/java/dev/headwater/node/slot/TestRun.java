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

/** A run that has its volume, or had it. */
final class TestRun {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Source SOURCE = new Source("keeper", "pv", "7:3", "ext4", "/sys/fs/ext4/loop3", 42L);

    /** @param result what the job was told */
    static RunRecord attached(SaveTerms terms, boolean markerCarried, Map<String, String> result) {
        return RunRecord.asked(
                        new Ask(
                                "ci",
                                "hw-1",
                                "/target",
                                "r1",
                                new StepTimeout(START, START.plusSeconds(60)),
                                terms.toFields().values()),
                        new RunSpec(
                                new RunSpec.Pod("runner", "uid", "node"),
                                new RunSpec.Slot("headwater"),
                                new RunSpec.Requester(1001L, 1001L),
                                new RunSpec.Request(
                                        1, "key", "/mnt/cargo", "", "linux", "amd64", START.toString(), 60, null, null),
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
                                null))
                .binding(SOURCE, markerCarried)
                .attached(
                        SOURCE, new RunStatus.Answer("attached", "HeadOfLane", "x", START.toString()), result, "boot");
    }

    private TestRun() {}
}
