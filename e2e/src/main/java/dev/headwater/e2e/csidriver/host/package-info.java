/**
 * The machine: image files on a file system that can share blocks, loop devices, mounts, and the programs that make and
 * grow file systems. Everything asks the kernel anew; nothing is remembered, so a restarted driver finds what its
 * killed predecessor left.
 */
@NullMarked
package dev.headwater.e2e.csidriver.host;

import org.jspecify.annotations.NullMarked;
