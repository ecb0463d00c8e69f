package dev.headwater.operator.restore;

import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.model.StreamRules;
import java.util.List;

/**
 * A stream that content may come from.
 *
 * @param snapshots all that are labelled as its own, in whatever order; what they are, their lineage says
 */
public record Source(StreamIdentity stream, StreamRules rules, List<Snapshot> snapshots) {}
