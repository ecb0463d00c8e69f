package dev.headwater.operator.restore;

import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.operator.model.Snapshot;

/** What a run gets. */
public sealed interface RestoreDecision {

    RestoreReason reason();

    /** A sentence, or a few lines, for the job. */
    String sentence();

    /** A volume made of this snapshot. */
    record FromSnapshot(RestoreReason reason, String sentence, Snapshot snapshot) implements RestoreDecision {}

    /** A new volume. */
    record StartEmpty(RestoreReason reason, String sentence) implements RestoreDecision {}

    /** No volume of the vault: the job runs cold on the node's scratch. */
    record Scratch(RestoreReason reason, String sentence) implements RestoreDecision {}

    /** Nothing can be mounted for this request. */
    record Refuse(RestoreReason reason, String sentence) implements RestoreDecision {}

    /** The word of the journal. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** Where the content comes from, in the words of the job's outputs. */
    default String from() {
        return switch (this) {
            case FromSnapshot snapshot -> snapshot.reason() == RestoreReason.HeadOfLane ? "branch" : "default-branch";
            case StartEmpty _ -> "empty";
            case Scratch _ -> "scratch";
            case Refuse _ -> "none";
        };
    }
}
