package dev.headwater.node.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.control.ControlFile;
import dev.headwater.control.Request;
import dev.headwater.node.record.SlotRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestorePolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

    /** The job that asks, where the hook recorded one of acme/lambdas with {@code latched}, and the request says another one. */
    private static RunSpec.Job job(Map<String, String> latched, String said) throws Exception {
        var fields = new LinkedHashMap<>(
                Map.of("repository", "acme/lambdas", "ref", "refs/heads/main", "sha", SHA, "run-id", "7"));
        fields.putAll(latched);
        var request = Request.from(ControlFile.parse(("op=restore\npath=/mnt/cargo\nkey=a\nrepository=acme/other\n"
                        + "ref=refs/heads/other\nsha=" + SHA + "\nrun-id=8\n" + said)
                .getBytes(StandardCharsets.UTF_8)));
        var record = new SlotRecord("/target", SlotRecord.Kind.SLOT, "ci", "runner", "uid", "headwater", fields);
        var ruling = RestorePolicy.judge(
                new RestorePolicy.Asked("r1", (Request.Restore) request, 1001, 1001, NOW),
                new RestorePolicy.Slot(record, "node-1", List.of(), Set.of(), Optional.empty()),
                new Platform("linux", "amd64"),
                NOW);
        return ((RestorePolicy.Ruling.Accept) ruling).record().spec().job();
    }

    @Test
    void what_was_recorded_before_the_first_step_counts_whatever_a_step_says() throws Exception {
        var job = job(Map.of("cache-mode", "read"), "cache-mode=write\n");
        assertThat(job.source()).isEqualTo(RunSpec.Source.JobStarted);
        assertThat(job.repository()).isEqualTo("acme/lambdas");
        assertThat(job.ref()).isEqualTo("refs/heads/main");
        assertThat(job.cacheMode()).isEqualTo("read");
    }

    @Test
    void what_the_workflow_lets_the_job_do_with_caches_counts_also_where_only_a_step_was_told() throws Exception {
        assertThat(job(Map.of(), "cache-mode=none\n").cacheMode()).isEqualTo("none");
        assertThat(job(Map.of(), "").cacheMode()).isNull();
    }
}
