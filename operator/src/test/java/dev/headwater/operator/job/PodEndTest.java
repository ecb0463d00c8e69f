package dev.headwater.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.EndReason;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.operator.Given;
import dev.headwater.operator.kube.JobPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodEndTest {
    private static final Instant ENDED = Instant.parse("2026-01-01T10:00:00Z");
    private static final long GRACE = 30;

    private static EndReason reason(Pod pod) {
        return PodEnd.of(new JobPod.Present(pod)).reason();
    }

    private static Pod ended(String phase, int exitCode) {
        return new PodBuilder(Given.jobPod())
                .withNewStatus()
                .withPhase(phase)
                .addNewContainerStatus()
                .withName("runner")
                .withNewState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(exitCode == 137 ? "OOMKilled" : "Error")
                .withFinishedAt(ENDED.toString())
                .endTerminated()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    /** @param requested when its deletion was asked for; its end lies a grace period later */
    private static Pod deleted(Pod pod, Instant requested) {
        return new PodBuilder(pod)
                .editMetadata()
                .withDeletionTimestamp(requested.plusSeconds(GRACE).toString())
                .withDeletionGracePeriodSeconds(GRACE)
                .endMetadata()
                .build();
    }

    private static Pod disrupted(String why) {
        return new PodBuilder(deleted(ended("Failed", 143), ENDED.minusSeconds(1)))
                .editStatus()
                .addNewCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .withReason(why)
                .withMessage("by somebody")
                .endCondition()
                .endStatus()
                .build();
    }

    @Test
    void a_pod_whose_containers_ended_by_themselves_succeeded_or_failed() {
        assertThat(reason(ended("Succeeded", 0))).isEqualTo(EndReason.Succeeded);
        assertThat(PodEnd.of(new JobPod.Present(ended("Failed", 137))))
                .isEqualTo(new PodEnd(EndReason.Failed, "Container runner ended with 137 (OOMKilled)."));
    }

    @Test
    void a_pod_that_was_deleted_after_it_had_ended_ended_by_itself() {
        assertThat(reason(deleted(ended("Succeeded", 0), ENDED.plusSeconds(1)))).isEqualTo(EndReason.Succeeded);
        assertThat(reason(deleted(ended("Failed", 1), ENDED.plusSeconds(1)))).isEqualTo(EndReason.Failed);
    }

    @Test
    void a_pod_that_was_deleted_while_it_ran_was_ended_by_whoever_deleted_it() {
        assertThat(reason(deleted(ended("Succeeded", 0), ENDED.minusSeconds(1))))
                .isEqualTo(EndReason.Deleted);
        assertThat(reason(deleted(Given.jobPod(), ENDED))).isEqualTo(EndReason.Deleted);
    }

    @ParameterizedTest
    @CsvSource({
        "EvictionByEvictionAPI, Evicted",
        "TerminationByKubelet, Evicted",
        "DeletionByTaintManager, Evicted",
        "PreemptionByScheduler, Preempted",
        "DeletionByPodGC, NodeLost"
    })
    void what_the_cluster_does_to_a_pod_is_the_reason_however_its_containers_took_it(String why, EndReason reason) {
        assertThat(PodEnd.of(new JobPod.Present(disrupted(why)))).isEqualTo(new PodEnd(reason, why + ": by somebody"));
    }

    @Test
    void a_pod_that_a_short_node_evicts_has_no_condition_on_old_clusters() {
        var pod = new PodBuilder(ended("Failed", 137))
                .editStatus()
                .withReason("Evicted")
                .withMessage("The node was low on resource: memory.")
                .endStatus()
                .build();
        assertThat(PodEnd.of(new JobPod.Present(pod)))
                .isEqualTo(new PodEnd(EndReason.Evicted, "The node was low on resource: memory."));
    }

    @Test
    void a_pod_that_is_gone_is_told_from_one_that_was_replaced_and_one_whose_node_is_lost() {
        assertThat(PodEnd.of(new JobPod.Gone()).reason()).isEqualTo(EndReason.Gone);
        assertThat(PodEnd.of(new JobPod.Replaced()).reason()).isEqualTo(EndReason.Replaced);
        assertThat(PodEnd.of(new JobPod.GoneWithNode()).reason()).isEqualTo(EndReason.NodeLost);
    }

    @Test
    void a_pod_that_seems_to_run_ended_for_a_reason_that_nobody_knows() {
        assertThat(reason(Given.jobPod())).isEqualTo(EndReason.SlotEnded);
    }

    @ParameterizedTest
    @CsvSource({"SlotEnded, true", "Step, false", "Answered, false"})
    void only_what_the_end_of_a_slot_took_has_an_end_of_its_pod(RunSpec.Cause cause, boolean told) {
        var spec = Given.released(Given.spec("refs/heads/main", 5), cause, null, ENDED);
        assertThat(JobEnding.podEnd(spec, new JobPod.Gone()).isPresent()).isEqualTo(told);
    }

    @Test
    void a_run_that_nobody_released_ended_with_its_node() {
        assertThat(JobEnding.podEnd(Given.spec("refs/heads/main", 5), new JobPod.GoneWithNode()))
                .map(PodEnd::reason)
                .contains(EndReason.NodeLost);
    }
}
