/**
 * The claim that holds a run's volume: its size, class and content, and the record of the decision that it was made for. Owns the manifest
 * and that record; making and deleting is the walk's.
 */
@NullMarked
package dev.headwater.operator.volume;

import org.jspecify.annotations.NullMarked;
