package dev.headwater.operator.save;

import dev.headwater.api.v1alpha1.SaveReason;

/** What becomes of a volume after its job. */
public sealed interface SaveDecision {

    /** It is captured. */
    record Save(SaveReason reason, String sentence) implements SaveDecision {}

    /** It is given up. */
    record Skip(SaveReason reason, String sentence) implements SaveDecision {}

    /** Something that the verdict rests on is still to come. */
    record NotYet(Awaited awaited) implements SaveDecision {}

    /** What a verdict can wait for. */
    enum Awaited {
        /** The keeper's seal report; until then the keeper has to live. */
        SEAL,
        /** The node's evidence that nothing can write to the volume any more; for that the keeper has to go. */
        UNSTAGE,
        /** The proof that snapshots of the volume's classes stand alone. */
        PROOF
    }
}
