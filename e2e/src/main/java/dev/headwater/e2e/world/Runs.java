package dev.headwater.e2e.world;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The runs of all namespaces. */
public record Runs(World world) {

    /** All runs of a pod, in the order of its requests. */
    public List<BuildSnapshotRun> of(String podUid) {
        return world.client().resources(BuildSnapshotRun.class).inAnyNamespace().list().getItems().stream()
                .filter(run -> run.getSpec().pod().uid().equals(podUid))
                .sorted(Comparator.comparing(run -> run.getSpec().request().number()))
                .toList();
    }

    /** The latest run of a pod; fails with a sentence where there is none. */
    public BuildSnapshotRun latestOf(JobPod pod) {
        return of(pod.uid()).stream()
                .reduce((_, later) -> later)
                .orElseThrow(() -> new WorldException("Pod " + pod.name() + " has no run."));
    }

    /** Waits until nothing more will happen in the latest run of this pod. */
    public BuildSnapshotRun completed(JobPod pod, Duration limit) {
        return await(latestOf(pod), "complete", limit, run -> isTrue(run, ConditionType.Complete));
    }

    /** Waits for a state of a run. */
    public BuildSnapshotRun await(
            BuildSnapshotRun run, String what, Duration limit, Predicate<BuildSnapshotRun> condition) {
        try {
            return world.client()
                    .resource(run)
                    .waitUntilCondition(
                            seen -> seen != null && condition.test(seen), limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (KubernetesClientTimeoutException e) {
            throw new WorldException(
                    "Run %s is not %s after %s; kubectl -n %s get bsr %s -o yaml says how far it came."
                            .formatted(
                                    run.getMetadata().getName(),
                                    what,
                                    limit,
                                    run.getMetadata().getNamespace(),
                                    run.getMetadata().getName()),
                    e);
        }
    }

    public static boolean isTrue(BuildSnapshotRun run, ConditionType type) {
        return condition(run, type).map(Condition::getStatus).equals(Optional.of("True"));
    }

    /** The reason of a condition; empty where the run does not have it yet. */
    public static Optional<String> reason(BuildSnapshotRun run, ConditionType type) {
        return condition(run, type).map(Condition::getReason);
    }

    private static Optional<Condition> condition(BuildSnapshotRun run, ConditionType type) {
        return Optional.ofNullable(run.getStatus())
                .map(RunStatus::conditions)
                .flatMap(conditions -> conditions.stream()
                        .filter(condition -> condition.getType().equals(type.name()))
                        .findFirst());
    }
}
