/**
 * The kernel: mounts by file descriptor, directories of hostile volumes, loop devices, and who holds a file system or keeps it busy. All
 * system calls go through {@link dev.headwater.node.mount.Syscall}; paths below a slot are only ever resolved beneath an open descriptor,
 * without following links. Knows no run, no request and no cluster.
 */
@NullMarked
package dev.headwater.node.mount;

import org.jspecify.annotations.NullMarked;
