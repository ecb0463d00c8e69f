package dev.headwater.operator.restore;

import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.operator.model.Snapshot;
import java.util.List;

/** What a run gets. */
public sealed interface RestoreDecision {

    RestoreReason reason();

    /** A sentence, or a few lines, for the job. */
    String sentence();

    /** A volume made of this snapshot; others came before it and were refused. */
    record FromSnapshot(RestoreReason reason, String sentence, Snapshot snapshot, List<Refused> passedOver)
            implements RestoreDecision {}

    /** A new volume; where there were snapshots, all were refused. */
    record StartEmpty(RestoreReason reason, String sentence, List<Refused> passedOver) implements RestoreDecision {}

    /** No volume of the vault: the job runs cold on the node's scratch. */
    record Scratch(RestoreReason reason, String sentence) implements RestoreDecision {}

    /** Nothing can be mounted for this request. */
    record Refuse(RestoreReason reason, String sentence) implements RestoreDecision {}

    /** The word of the journal. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** Snapshots that were looked at before what was decided, in that order. */
    default List<Refused> refused() {
        return switch (this) {
            case FromSnapshot(var _, var _, var _, var passedOver) -> passedOver;
            case StartEmpty(var _, var _, var passedOver) -> passedOver;
            case Scratch _, Refuse _ -> List.of();
        };
    }

    /** Where the content comes from, in the words of the job's outputs. */
    default String from() {
        return switch (this) {
            case FromSnapshot snapshot -> from(snapshot.reason());
            case StartEmpty _ -> "empty";
            case Scratch _ -> "scratch";
            case Refuse _ -> "none";
        };
    }

    private static String from(RestoreReason reason) {
        return switch (reason) {
            case HeadOfLane -> "branch";
            case RestoreKeyOfLane -> "restore-key";
            case HeadOfBaseBranch -> "base-branch";
            case RestoreKeyOfBaseBranch -> "base-branch-restore-key";
            case HeadOfDefaultBranch -> "default-branch";
            case RestoreKeyOfDefaultBranch -> "default-branch-restore-key";
            default -> throw new IllegalStateException(reason + " is no reason for a snapshot");
        };
    }
}
