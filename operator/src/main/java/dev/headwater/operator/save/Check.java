package dev.headwater.operator.save;

import dev.headwater.api.v1alpha1.SaveReason;
import java.util.Optional;
import java.util.function.Function;

/** One question about a run: a decision, or nothing to object. */
record Check(String name, Function<SaveFacts, Optional<SaveDecision>> objection) {

    static Optional<SaveDecision> skip(SaveReason reason, String sentence) {
        return Optional.of(new SaveDecision.Skip(reason, sentence));
    }

    static Optional<SaveDecision> pass() {
        return Optional.empty();
    }
}
