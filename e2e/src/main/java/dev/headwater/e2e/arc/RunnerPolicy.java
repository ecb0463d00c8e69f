package dev.headwater.e2e.arc;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What actions-runner-controller 0.14.2 does with a runner (EphemeralRunnerReconciler.Reconcile), except where versions expire. */
final class RunnerPolicy {
    private static final List<Integer> BACKOFF_SECONDS = List.of(0, 5, 10, 20, 40, 80);
    private static final int MAX_FAILURES = 5;

    private RunnerPolicy() {}

    static RunnerStep next(RunnerFacts facts, Instant now) {
        var runner = facts.runner();
        if (runner.getMetadata().getDeletionTimestamp() != null) {
            return new RunnerStep.Finish();
        }
        var status = Optional.ofNullable(runner.getStatus());
        if (status.map(EphemeralRunner.Status::runnerId).isEmpty()) {
            return new RunnerStep.Register();
        }
        return facts.pod()
                .map(pod -> ofPod(status.get(), pod))
                .orElseGet(() -> new RunnerStep.CreatePod(backoff(failures(status.get()), now)));
    }

    /** Nothing but the container of the runner counts, once no init container failed. */
    private static RunnerStep ofPod(EphemeralRunner.Status status, Pod pod) {
        var ended = runner(pod).map(ContainerStatus::getState).map(ContainerState::getTerminated);
        if (ended.isPresent() && ended.get().getExitCode() == 0) {
            return new RunnerStep.DeleteRunner();
        }
        if (ended.isPresent() || "Failed".equals(phase(pod)) || hasFailedBefore(pod)) {
            return failed(status, pod);
        }
        var ready = runner(pod).map(ContainerStatus::getReady).orElse(false);
        var known = phase(pod).equals(status.phase()) && Objects.equals(status.ready(), ready);
        return known ? new RunnerStep.Wait() : new RunnerStep.Observe(phase(pod), ready);
    }

    private static RunnerStep failed(EphemeralRunner.Status status, Pod pod) {
        if (status.jobId() != null || failures(status).size() > MAX_FAILURES) {
            return new RunnerStep.DeleteRunner();
        }
        var uid = pod.getMetadata().getUid();
        return failures(status).containsKey(uid) && pod.getMetadata().getDeletionTimestamp() != null
                ? new RunnerStep.Wait()
                : new RunnerStep.DeletePod(uid);
    }

    private static boolean hasFailedBefore(Pod pod) {
        return pod.getStatus().getInitContainerStatuses().stream()
                .map(ContainerStatus::getState)
                .map(state -> Optional.ofNullable(state).map(ContainerState::getTerminated))
                .flatMap(Optional::stream)
                .map(ContainerStateTerminated::getExitCode)
                .anyMatch(code -> code != 0);
    }

    private static Duration backoff(Map<String, String> failures, Instant now) {
        var wanted = Duration.ofSeconds(BACKOFF_SECONDS.get(Math.min(failures.size(), MAX_FAILURES)));
        return failures.values().stream()
                .map(Instant::parse)
                .max(Comparator.naturalOrder())
                .map(last -> Duration.between(now, last.plus(wanted)))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    private static Map<String, String> failures(EphemeralRunner.Status status) {
        return Objects.requireNonNullElse(status.failures(), Map.of());
    }

    private static String phase(Pod pod) {
        return Objects.requireNonNullElse(pod.getStatus().getPhase(), "Pending");
    }

    private static Optional<ContainerStatus> runner(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(container -> container.getName().equals(ScaleSetValues.RUNNER))
                .findFirst();
    }
}
