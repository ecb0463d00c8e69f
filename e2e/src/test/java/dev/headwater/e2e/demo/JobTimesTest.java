package dev.headwater.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.e2e.world.WorkflowLog;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobTimesTest {
    private static final WorkflowLog LOG = new WorkflowLog(List.of(), List.of(), Map.of());
    private static final String SAVED = """
            kind: BuildSnapshotRun
            apiVersion: headwater.dev/v1alpha1
            metadata: {name: hw-1, namespace: ci}
            spec:
              request: {number: 1, key: k, path: /mnt/x, version: '', os: linux, arch: amd64, at: '2026-01-01T00:00:00.250Z', timeout: 120}
              released: {at: '2026-01-01T00:01:00Z', cause: Step}
            status:
              slot:
                attachedAt: '2026-01-01T00:00:02Z'
                sealed: {outcome: Done, tookMs: 321, at: '2026-01-01T00:01:01Z'}
              restore: {decision: FromSnapshot, from: branch, reason: HeadOfLane, level: Latched, at: '2026-01-01T00:00:01Z'}
              save: {decision: Save, reason: JobAsked, at: '2026-01-01T00:01:02Z', cutAt: '2026-01-01T00:01:03Z', readyAt: '2026-01-01T00:01:07Z'}
            """;
    private static final String REFUSED = """
            kind: BuildSnapshotRun
            apiVersion: headwater.dev/v1alpha1
            metadata: {name: hw-1, namespace: ci}
            spec:
              request: {number: 1, key: k, path: /mnt/x, version: '', os: linux, arch: amd64, at: '2026-01-01T00:00:00Z', timeout: 120}
            status: {}
            """;

    @Test
    void the_runs_journal_tells_what_the_jobs_log_cannot() {
        var times = JobTimes.of("push", "function_a", LOG, Serialization.unmarshal(SAVED, BuildSnapshotRun.class));
        assertThat(times.attach()).contains(Duration.ofMillis(1750));
        assertThat(times.seal()).contains(Duration.ofMillis(321));
        assertThat(times.cut()).contains(Duration.ofSeconds(3));
        assertThat(times.ready()).contains(Duration.ofSeconds(4));
        assertThat(times.from()).isEqualTo("branch");
        assertThat(times.level()).isEqualTo("Latched");
        assertThat(times.saved()).isEqualTo("JobAsked");
    }

    @Test
    void what_did_not_happen_has_no_duration() {
        var times = JobTimes.of("push", "function_a", LOG, Serialization.unmarshal(REFUSED, BuildSnapshotRun.class));
        assertThat(times.attach()).isEmpty();
        assertThat(times.cut()).isEmpty();
        assertThat(times.from()).isEqualTo("-");
        assertThat(times.saved()).isEqualTo("-");
    }
}
