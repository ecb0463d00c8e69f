/**
 * The operator's part of a status: which fields it owns, how conditions change, and the one place that writes them. Events are values
 * here, made by whoever acts and published beside the status.
 */
@NullMarked
package dev.headwater.operator.status;

import org.jspecify.annotations.NullMarked;
