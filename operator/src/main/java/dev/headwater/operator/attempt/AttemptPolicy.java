package dev.headwater.operator.attempt;

import dev.headwater.api.v1alpha1.AttemptReason;
import dev.headwater.operator.kube.VaultObject;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether an attempt at a volume has failed, or what it waits for. What speaks against the candidate weighs most; of the place, what the
 * storage says explains more than what the scheduler makes of it.
 */
public final class AttemptPolicy {
    private static final Set<String> ENDED = Set.of("Failed", "Succeeded");
    private static final Comparator<Trouble> WORST_FIRST =
            Comparator.comparing(trouble -> trouble.reason().failure());

    /** Among the equally bad the one that comes first on a volume's way: the kubelet also complains of what could not be attached. */
    private static final Comparator<Trouble> CAUSE_FIRST = WORST_FIRST.thenComparing(Trouble::reason);

    /** Empty while nothing is known that keeps the volume from coming. */
    public static Optional<Trouble> judge(AttemptFacts facts) {
        return Stream.of(rejected(facts), lost(facts), warned(facts), unscheduled(facts))
                .flatMap(Optional::stream)
                .min(WORST_FIRST);
    }

    /** The API server refuses a claim or a keeper. */
    public static Trouble refused(String message) {
        return new Trouble(AttemptReason.Forbidden, "The vault takes nothing more: " + message);
    }

    private static Optional<Trouble> rejected(AttemptFacts facts) {
        return facts.rejected()
                .filter(rejected -> facts.keeper()
                        .filter(keeper ->
                                rejected.keeperUid().equals(keeper.getMetadata().getUid()))
                        .isPresent())
                .map(rejected -> new Trouble(AttemptReason.valueOf(rejected.reason()), rejected.message()));
    }

    private static Optional<Trouble> lost(AttemptFacts facts) {
        var wasThere = facts.recorded() == AttemptFacts.Recorded.CLAIM_AND_KEEPER;
        if (facts.claim().map(AttemptPolicy::isLost).orElse(wasThere)) {
            return Optional.of(new Trouble(
                    AttemptReason.ClaimLost,
                    "The claim of the volume was deleted, or lost its volume, before the job had it."));
        }
        return facts.keeper().map(AttemptPolicy::isOver).orElse(wasThere)
                ? Optional.of(new Trouble(
                        AttemptReason.KeeperLost,
                        "The keeper of the volume was deleted, or ended, before the job had it."))
                : Optional.empty();
    }

    private static boolean isLost(PersistentVolumeClaim claim) {
        return VaultObject.isDeleting(claim)
                || Optional.ofNullable(claim.getStatus())
                        .filter(status -> "Lost".equals(status.getPhase()))
                        .isPresent();
    }

    /** Whether the keeper can never hold the volume again. */
    public static boolean isOver(Pod keeper) {
        return VaultObject.isDeleting(keeper)
                || ENDED.contains(Objects.requireNonNullElse(keeper.getStatus().getPhase(), ""));
    }

    /** The scheduler repeats itself as events; its last word is in the pod's status. */
    private static Optional<Trouble> unscheduled(AttemptFacts facts) {
        return facts.keeper().stream()
                .flatMap(keeper -> keeper.getStatus().getConditions().stream())
                .filter(condition -> "PodScheduled".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && condition.getMessage() != null)
                .map(condition -> new Warning("FailedScheduling", condition.getMessage()))
                .flatMap(warning -> trouble(warning).stream())
                .filter(trouble -> trouble.reason() != AttemptReason.WrongZone || isBound(facts))
                .findFirst();
    }

    private static boolean isBound(AttemptFacts facts) {
        return facts.claim().map(claim -> claim.getSpec().getVolumeName()).isPresent();
    }

    private static Optional<Trouble> warned(AttemptFacts facts) {
        return facts.warnings().stream()
                .filter(warning -> !warning.reason().equals("FailedScheduling"))
                .flatMap(warning -> trouble(warning).stream())
                .min(CAUSE_FIRST);
    }

    private static Optional<Trouble> trouble(Warning warning) {
        return WarningPolicy.meaning(warning).map(reason -> new Trouble(reason, sentence(reason, warning)));
    }

    private static String sentence(AttemptReason reason, Warning warning) {
        var said = " The cluster says: %s".formatted(warning.message());
        return switch (reason.failure()) {
            case CandidateBroken -> "No volume can be made of the snapshot." + said;
            case Interrupted -> "The volume cannot be used on the job's node." + said;
            case PlaceUnavailable -> "There is no place for the volume now." + said;
        };
    }

    private AttemptPolicy() {}
}
