/**
 * Subprocesses within bounds: no inherited environment, input from a file at most, output read in constant memory, a deadline, and no descendant that
 * outlives its order. Knows nothing of git.
 */
@NullMarked
package dev.headwater.keeper.process;

import org.jspecify.annotations.NullMarked;
