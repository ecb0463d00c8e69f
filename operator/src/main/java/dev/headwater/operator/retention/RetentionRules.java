package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.RetentionSettings;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.model.StreamRules;

/**
 * What holds for the snapshots of a stream.
 *
 * @param owner what the stream says of its snapshots
 * @param read the least level of content that is handed to anybody
 */
public record RetentionRules(
        StreamIdentity stream, Lane defaultLane, StreamRules owner, TrustLevel read, RetentionSettings settings) {

    /** Whether nobody can restore the snapshot, sound as it is. */
    boolean isRefused(Snapshot snapshot) {
        return owner.resumed().refusal(snapshot).isPresent()
                || snapshot.lineage()
                        .filter(lineage -> !lineage.trust().reaches(read))
                        .isPresent();
    }
}
