package dev.headwater.node.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RestoreReason;
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
        var ruling =
                judge("repository=acme/other\nref=refs/heads/other\nsha=" + SHA + "\nrun-id=8\n" + said, slot(fields));
        return ((RestorePolicy.Ruling.Accept) ruling).record().spec().job();
    }

    private static RestorePolicy.Slot slot(Map<String, String> latched, String... mounted) {
        return new RestorePolicy.Slot(
                new SlotRecord("/target", SlotRecord.Kind.SLOT, "ci", "runner", "uid", "headwater", latched),
                "node-1",
                List.of(),
                Set.of(mounted),
                Optional.empty());
    }

    private static RestorePolicy.Ruling judge(String job, RestorePolicy.Slot slot) throws Exception {
        var request = Request.from(
                ControlFile.parse(("op=restore\npath=/mnt/cargo\nkey=a\n" + job).getBytes(StandardCharsets.UTF_8)));
        return RestorePolicy.judge(
                new RestorePolicy.Asked("r1", (Request.Restore) request, 1001, 1001, NOW),
                slot,
                new Platform("linux", "amd64"),
                NOW);
    }

    private static void assertRefused(RestorePolicy.Ruling ruling, RestoreReason reason) {
        assertThat(ruling)
                .isInstanceOfSatisfying(
                        RestorePolicy.Ruling.Refuse.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(reason.name()));
    }

    @Test
    void what_a_node_refuses_by_itself_has_its_word_too() throws Exception {
        var sound = slot(Map.of());
        assertRefused(judge("", sound), RestoreReason.BadRequest);
        assertRefused(judge("", slot(Map.of(), "cargo")), RestoreReason.AlreadyAttached);
        assertRefused(judge("", slot(Map.of(), "a", "b", "c", "d")), RestoreReason.TooManyVolumes);
        var shut =
                new RestorePolicy.Slot(sound.record(), "node-1", List.of(), Set.of(), Optional.of("hostUsers: false"));
        assertRefused(judge("", shut), RestoreReason.NoPropagation);
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
