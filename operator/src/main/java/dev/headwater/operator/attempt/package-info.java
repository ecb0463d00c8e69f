/**
 * How one attempt at a volume fares: what the cluster says of its claim and keeper, and the node of the volume, becomes one of the
 * reasons for a failed attempt, and so tells a broken candidate from a place that has no room. Owns the reading of messages of
 * provisioner, attacher, scheduler and kubelet; what follows from a failure is the walk's.
 */
@NullMarked
package dev.headwater.operator.attempt;

import org.jspecify.annotations.NullMarked;
