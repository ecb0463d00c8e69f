/**
 * Whether the storage behind a policy will do: its classes are there, fit each other, and make snapshots that stand alone. The last is
 * found out once for each set of classes by a probe in the vault, whose result is kept.
 */
@NullMarked
package dev.headwater.operator.storage;

import org.jspecify.annotations.NullMarked;
