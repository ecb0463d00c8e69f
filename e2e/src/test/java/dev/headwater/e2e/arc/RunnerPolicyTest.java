package dev.headwater.e2e.arc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.e2e.arc.EphemeralRunner.Status;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunnerPolicyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Status REGISTERED = status(null, Map.of());
    private static final Status WITH_JOB = status("7-build", Map.of());

    @Test
    void a_runner_is_registered_before_it_has_a_pod() {
        assertThat(next(null, null)).isEqualTo(new RunnerStep.Register());
        assertThat(next(REGISTERED, null)).isEqualTo(new RunnerStep.CreatePod(Duration.ZERO));
    }

    @Test
    void a_pod_that_somebody_deleted_comes_back_at_once_with_or_without_a_job() {
        assertThat(next(WITH_JOB, null)).isEqualTo(new RunnerStep.CreatePod(Duration.ZERO));
    }

    @Test
    void a_runner_that_ends_well_takes_its_pod_with_it_whatever_the_other_containers_do() {
        assertThat(next(REGISTERED, pod("Running", ended("runner", 0), running("sidecar"))))
                .isEqualTo(new RunnerStep.DeleteRunner());
    }

    @Test
    void other_containers_count_for_nothing() {
        assertThat(next(REGISTERED, pod("Running", running("runner"), ended("sidecar", 1))))
                .isEqualTo(new RunnerStep.Wait());
    }

    @Test
    void a_runner_that_dies_with_a_job_goes_and_without_one_gets_another_pod() {
        var dead = pod("Failed", ended("runner", 137));
        assertThat(next(WITH_JOB, dead)).isEqualTo(new RunnerStep.DeleteRunner());
        assertThat(next(REGISTERED, dead)).isEqualTo(new RunnerStep.DeletePod("uid-1"));
    }

    @Test
    void a_pod_that_was_evicted_before_its_runner_ran_has_failed() {
        assertThat(next(REGISTERED, pod("Failed"))).isEqualTo(new RunnerStep.DeletePod("uid-1"));
    }

    @Test
    void an_init_container_that_failed_fails_the_pod() {
        var pod = new PodBuilder(pod("Pending"))
                .editStatus()
                .withInitContainerStatuses(ended("init", 1))
                .endStatus()
                .build();
        assertThat(next(REGISTERED, pod)).isEqualTo(new RunnerStep.DeletePod("uid-1"));
    }

    @Test
    void the_more_pods_failed_the_longer_the_next_one_waits() {
        var failedTwice = status(null, Map.of("uid-1", "2025-12-31T23:59:57Z", "uid-2", "2025-12-31T23:59:50Z"));
        assertThat(next(failedTwice, null)).isEqualTo(new RunnerStep.CreatePod(Duration.ofSeconds(7)));
    }

    @Test
    void after_too_many_failures_the_runner_is_given_up() {
        var failures = new HashMap<String, String>();
        for (var pod = 1; pod <= 6; pod++) {
            failures.put("uid-" + pod, NOW.toString());
        }
        assertThat(next(status(null, failures), pod("Failed", ended("runner", 1))))
                .isEqualTo(new RunnerStep.DeleteRunner());
    }

    @Test
    void a_runner_that_is_being_deleted_waits_for_nobody() {
        var runner = runner(WITH_JOB);
        runner.getMetadata().setDeletionTimestamp(NOW.toString());
        assertThat(RunnerPolicy.next(new RunnerFacts(runner, Optional.of(pod("Running", running("runner")))), NOW))
                .isEqualTo(new RunnerStep.Finish());
    }

    @Test
    void the_pods_phase_is_written_down_once() {
        assertThat(next(REGISTERED, pod("Pending"))).isEqualTo(new RunnerStep.Observe("Pending", false));
        assertThat(next(REGISTERED, pod("Running", running("runner")))).isEqualTo(new RunnerStep.Wait());
    }

    private static RunnerStep next(@Nullable Status status, @Nullable Pod pod) {
        return RunnerPolicy.next(new RunnerFacts(runner(status), Optional.ofNullable(pod)), NOW);
    }

    private static EphemeralRunner runner(@Nullable Status status) {
        var runner = new EphemeralRunner();
        runner.setStatus(status);
        return runner;
    }

    private static Status status(@Nullable String job, Map<String, String> failures) {
        return new Status(1, "set-runner-1", "Running", true, failures, null, job, null, null, null, null);
    }

    private static Pod pod(String phase, ContainerStatus... containers) {
        return new PodBuilder()
                .withNewMetadata()
                .withUid("uid-1")
                .endMetadata()
                .withNewStatus()
                .withPhase(phase)
                .withContainerStatuses(containers)
                .endStatus()
                .build();
    }

    private static ContainerStatus running(String name) {
        return new ContainerStatusBuilder()
                .withName(name)
                .withReady(true)
                .withNewState()
                .withNewRunning()
                .endRunning()
                .endState()
                .build();
    }

    private static ContainerStatus ended(String name, int exitCode) {
        return new ContainerStatusBuilder()
                .withName(name)
                .withReady(false)
                .withNewState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .endTerminated()
                .endState()
                .build();
    }
}
