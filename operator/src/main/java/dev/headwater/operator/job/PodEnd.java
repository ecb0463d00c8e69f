package dev.headwater.operator.job;

import dev.headwater.api.v1alpha1.EndReason;
import dev.headwater.operator.kube.JobPod;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of a job's pod, by what the API server shows of it.
 *
 * @param sentence for a person
 */
public record PodEnd(EndReason reason, String sentence) {
    /** Condition of a pod that the cluster itself is about to end (Kubernetes 1.26 and later). */
    private static final String DISRUPTED = "DisruptionTarget";

    static PodEnd of(JobPod pod) {
        return switch (pod) {
            case JobPod.Present(var known) -> present(known);
            case JobPod.Gone _ ->
                new PodEnd(
                        EndReason.Gone, "The pod was gone when it was looked for, as after a deletion with grace 0.");
            case JobPod.Replaced _ -> new PodEnd(EndReason.Replaced, "The pod is gone, and another one has its name.");
            case JobPod.GoneWithNode _ ->
                new PodEnd(
                        EndReason.NodeLost,
                        "The pod's node is gone, out of service or silent for an hour, and the pod with it.");
            case JobPod.Unread _ -> unknown();
        };
    }

    /** Who ends a pod is a better reason than how its containers took it. */
    private static PodEnd present(Pod pod) {
        return disruption(pod)
                .or(() -> shortage(pod))
                .or(() -> deletion(pod))
                .or(() -> failure(pod))
                .or(() -> success(pod))
                .orElseGet(PodEnd::unknown);
    }

    private static Optional<PodEnd> disruption(Pod pod) {
        return status(pod)
                .flatMap(status -> status.getConditions().stream()
                        .filter(condition -> condition.getType().equals(DISRUPTED)
                                && condition.getStatus().equals("True"))
                        .findFirst()
                        .map(PodEnd::disrupted));
    }

    private static PodEnd disrupted(PodCondition condition) {
        var reason = switch (Objects.requireNonNullElse(condition.getReason(), "")) {
            case "PreemptionByScheduler" -> EndReason.Preempted;
            case "DeletionByPodGC" -> EndReason.NodeLost;
            default -> EndReason.Evicted;
        };
        return new PodEnd(
                reason,
                "%s: %s".formatted(condition.getReason(), Objects.requireNonNullElse(condition.getMessage(), "")));
    }

    /** By the kubelet of a node that lacks memory, disk or process ids. */
    private static Optional<PodEnd> shortage(Pod pod) {
        return status(pod)
                .filter(status -> "Evicted".equals(status.getReason()))
                .map(status -> new PodEnd(
                        EndReason.Evicted,
                        Objects.requireNonNullElse(status.getMessage(), "The kubelet evicted the pod.")));
    }

    /** The time of a deletion is that of its end: the request came a grace period before. What had ended by then ended by itself. */
    private static Optional<PodEnd> deletion(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getDeletionTimestamp())
                .map(Instant::parse)
                .map(end -> end.minusSeconds(
                        Objects.requireNonNullElse(pod.getMetadata().getDeletionGracePeriodSeconds(), 0L)))
                .filter(requested -> ended(pod)
                        .map(ContainerStateTerminated::getFinishedAt)
                        .map(Instant::parse)
                        .allMatch(finished -> !finished.isBefore(requested)))
                .map(_ -> new PodEnd(EndReason.Deleted, "Somebody deleted the pod while it ran."));
    }

    private static Optional<PodEnd> failure(Pod pod) {
        return isPhase(pod, "Failed")
                ? Optional.of(new PodEnd(
                        EndReason.Failed,
                        statuses(pod)
                                .flatMap(container -> terminated(container)
                                        .filter(state -> state.getExitCode() != 0)
                                        .map(state -> "Container %s ended with %d (%s)."
                                                .formatted(container.getName(), state.getExitCode(), state.getReason()))
                                        .stream())
                                .findFirst()
                                .orElse("The pod failed.")))
                : Optional.empty();
    }

    private static Optional<PodEnd> success(Pod pod) {
        return isPhase(pod, "Succeeded")
                ? Optional.of(new PodEnd(EndReason.Succeeded, "All containers of the pod ended with 0."))
                : Optional.empty();
    }

    private static PodEnd unknown() {
        return new PodEnd(EndReason.SlotEnded, "The pod's slot ended, and nothing of the pod says why.");
    }

    private static Stream<ContainerStateTerminated> ended(Pod pod) {
        return statuses(pod).flatMap(container -> terminated(container).stream());
    }

    private static Optional<ContainerStateTerminated> terminated(ContainerStatus container) {
        return Optional.ofNullable(container.getState()).map(ContainerState::getTerminated);
    }

    private static Stream<ContainerStatus> statuses(Pod pod) {
        return status(pod).stream().flatMap(status -> status.getContainerStatuses().stream());
    }

    private static boolean isPhase(Pod pod, String phase) {
        return status(pod).map(PodStatus::getPhase).filter(phase::equals).isPresent();
    }

    private static Optional<PodStatus> status(Pod pod) {
        return Optional.ofNullable(pod.getStatus());
    }
}
