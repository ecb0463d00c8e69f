/**
 * The seal: what is done to a volume between the end of its job and its snapshot. Writes in {@code .headwater} only, and reads nothing that the
 * job left.
 */
@NullMarked
package dev.headwater.keeper.seal;

import org.jspecify.annotations.NullMarked;
