package dev.headwater.operator.restore;

import dev.headwater.api.v1alpha1.RefusalReason;
import dev.headwater.operator.model.Snapshot;

/** A snapshot that would have come before the chosen one. */
public record Refused(Snapshot snapshot, RefusalReason reason) {
    @Override
    public String toString() {
        return snapshot.name() + " (" + reason + ")";
    }
}
