/**
 * A bounded, empty file system of the node for a job that gets no volume: fast, and gone without a trace when its mount goes, also if the
 * plugin dies.
 */
@NullMarked
package dev.headwater.node.scratch;

import org.jspecify.annotations.NullMarked;
