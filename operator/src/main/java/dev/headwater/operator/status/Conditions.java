package dev.headwater.operator.status;

import dev.headwater.api.v1alpha1.ConditionType;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conditions as a list keyed by type, in a stable order. */
public final class Conditions {

    /** What a condition says. */
    public enum Truth {
        TRUE("True"),
        FALSE("False"),
        UNKNOWN("Unknown");

        private final String word;

        Truth(String word) {
            this.word = word;
        }
    }

    public static Optional<Condition> find(@Nullable List<Condition> conditions, ConditionType type) {
        return Optional.ofNullable(conditions).orElse(List.of()).stream()
                .filter(condition -> condition.getType().equals(type.name()))
                .findFirst();
    }

    /** Whether the condition is there and true. */
    public static boolean isTrue(@Nullable List<Condition> conditions, ConditionType type) {
        return find(conditions, type)
                .filter(condition -> condition.getStatus().equals(Truth.TRUE.word))
                .isPresent();
    }

    /** Whether the condition is there and false. */
    public static boolean isFalse(@Nullable List<Condition> conditions, ConditionType type) {
        return find(conditions, type)
                .filter(condition -> condition.getStatus().equals(Truth.FALSE.word))
                .isPresent();
    }

    /**
     * The list with this condition in it. The time of the last transition stays where the status did not change, so that saying the same
     * again changes nothing.
     */
    public static List<Condition> with(
            @Nullable List<Condition> conditions,
            ConditionType type,
            Truth truth,
            String reason,
            String message,
            Instant now) {
        var before = find(conditions, type);
        var since = before.filter(condition -> condition.getStatus().equals(truth.word))
                .map(Condition::getLastTransitionTime)
                .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
        var condition = new ConditionBuilder()
                .withType(type.name())
                .withStatus(truth.word)
                .withReason(reason)
                .withMessage(Bounded.to(Bounded.MESSAGE, message))
                .withLastTransitionTime(since)
                .build();
        var result = new ArrayList<>(Optional.ofNullable(conditions).orElse(List.of()));
        if (before.isPresent()) {
            result.set(result.indexOf(before.get()), condition);
        } else {
            result.add(condition);
        }
        return List.copyOf(result);
    }

    private Conditions() {}
}
