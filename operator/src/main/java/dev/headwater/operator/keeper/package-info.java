/**
 * The pod in the vault that holds a run's volume while the job uses it: its manifest, and how it is doing. The keeper's orders and reports
 * pass through the node plugin, never through here.
 */
@NullMarked
package dev.headwater.operator.keeper;

import org.jspecify.annotations.NullMarked;
