package dev.headwater.operator.keeper;

import dev.headwater.operator.kube.VaultObject;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** How a keeper is doing, read from its status. */
public final class KeeperHealth {
    private static final Set<String> ENDED = Set.of("Failed", "Succeeded");

    /** Whether it can never hold the volume again. */
    public static boolean isOver(Pod keeper) {
        return VaultObject.isDeleting(keeper)
                || ENDED.contains(Objects.requireNonNullElse(keeper.getStatus().getPhase(), ""));
    }

    /** Why it does not run yet, in the scheduler's or kubelet's words; empty where neither says anything. */
    public static Optional<String> obstacle(Pod keeper) {
        return keeper.getStatus().getConditions().stream()
                .filter(condition -> "False".equals(condition.getStatus()) && condition.getMessage() != null)
                .map(PodCondition::getMessage)
                .findFirst();
    }

    private KeeperHealth() {}
}
