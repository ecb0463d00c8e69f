/**
 * How long snapshots and runs are kept: a planner that says for each snapshot whether it stays, and an executor that carries the plan out in
 * two phases, each from a look at the API server itself. Nobody else deletes what can be restored, and nobody else makes a VolumeSnapshot
 * again that was deleted by hand.
 */
@NullMarked
package dev.headwater.operator.retention;

import org.jspecify.annotations.NullMarked;
