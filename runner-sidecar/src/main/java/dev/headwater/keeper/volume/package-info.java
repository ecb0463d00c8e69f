/**
 * The volume as hostile ground: directories are opened one element at a time, by file descriptor, and nothing is followed. Owns
 * {@code .headwater}, the one directory on the volume that is ours.
 */
@NullMarked
package dev.headwater.keeper.volume;

import org.jspecify.annotations.NullMarked;
