package dev.headwater.operator.storage;

import dev.headwater.api.v1alpha1.AttemptReason;
import dev.headwater.operator.attempt.AttemptFacts;
import dev.headwater.operator.attempt.AttemptPolicy;
import dev.headwater.operator.attempt.Trouble;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How a pod of a probe is doing. */
enum ProbePod {
    ABSENT,
    PENDING,
    SUCCEEDED,
    /** It ended, and had found something else on the volume than was written. */
    MISREAD,
    /** It ended for a reason that says nothing of the volume. */
    FAILED;

    /** Exit code of a pod that found something else. */
    static final int MISREAD_CODE = 3;

    private static final Set<AttemptReason> BROKEN =
            Set.of(AttemptReason.SnapshotRefused, AttemptReason.FileSystemBroken);

    static ProbePod of(ProbeFacts facts, ProbePart part) {
        return facts.pod(part).map(pod -> facts.lives(part) ? of(pod) : PENDING).orElse(ABSENT);
    }

    private static ProbePod of(Pod pod) {
        return switch (phase(pod)) {
            case "Succeeded" -> SUCCEEDED;
            case "Failed" -> isMisread(pod) ? MISREAD : FAILED;
            default -> PENDING;
        };
    }

    private static String phase(Pod pod) {
        return Optional.ofNullable(pod.getStatus())
                .map(status -> Objects.requireNonNullElse(status.getPhase(), ""))
                .orElse("");
    }

    private static boolean isMisread(Pod pod) {
        return ended(pod).map(ContainerStateTerminated::getExitCode).anyMatch(code -> code == MISREAD_CODE);
    }

    /** What a pod that failed said last, or what is said of it. */
    static String lastWords(ProbeFacts facts, ProbePart part) {
        return facts.pod(part).stream()
                .flatMap(pod -> Stream.concat(
                        ended(pod).map(ContainerStateTerminated::getMessage),
                        Stream.ofNullable(pod.getStatus().getMessage())))
                .filter(Objects::nonNull)
                .findFirst()
                .map(String::strip)
                .orElse("it does not say why.");
    }

    private static Stream<ContainerStateTerminated> ended(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .flatMap(container -> Optional.ofNullable(container.getState()).stream())
                .flatMap(state -> Optional.ofNullable(state.getTerminated()).stream());
    }

    /** What is said against the volume itself, while its pod does not start. */
    static Optional<String> broken(ProbeFacts facts, ProbePart pod, ProbePart claim) {
        return judge(facts, pod, claim)
                .filter(trouble -> BROKEN.contains(trouble.reason()))
                .map(Trouble::sentence);
    }

    /** What keeps the pod from starting. */
    static Optional<String> trouble(ProbeFacts facts, ProbePart pod, ProbePart claim) {
        return judge(facts, pod, claim).map(Trouble::sentence);
    }

    private static Optional<Trouble> judge(ProbeFacts facts, ProbePart pod, ProbePart claim) {
        return AttemptPolicy.judge(new AttemptFacts(
                facts.claim(claim), facts.pod(pod), AttemptFacts.Recorded.NOT_YET, Optional.empty(), facts.warnings()));
    }
}
