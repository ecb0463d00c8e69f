/**
 * Which snapshot a job would get, and why not the others: for a run that was, or one that might be. The same judge answers that decides
 * about real runs; nothing is written.
 */
@NullMarked
package dev.headwater.operator.explain;

import org.jspecify.annotations.NullMarked;
