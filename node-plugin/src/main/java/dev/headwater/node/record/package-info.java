/**
 * What the plugin must remember across its own death: one file for each slot and one for each run, written before every act that it
 * speaks of. A run's record holds the very parts of the API object that this plugin writes, so what the API server still lacks is the
 * difference between the two.
 */
@NullMarked
package dev.headwater.node.record;

import org.jspecify.annotations.NullMarked;
