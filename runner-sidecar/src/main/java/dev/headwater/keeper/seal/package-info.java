/**
 * The seal: what is done to a volume between the end of its job and its snapshot. Writes in {@code .headwater} only, and reads nothing that the
 * job left: cleaning and searching are left to a program that may fail ({@link dev.headwater.keeper.hygiene}).
 */
@NullMarked
package dev.headwater.keeper.seal;

import org.jspecify.annotations.NullMarked;
