/**
 * Whether a volume is worth keeping: a chain of named checks over recorded facts, each of which can end it with a reason. It never looks
 * at the volume and never acts.
 */
@NullMarked
package dev.headwater.operator.save;

import org.jspecify.annotations.NullMarked;
