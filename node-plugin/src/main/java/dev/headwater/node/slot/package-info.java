/**
 * What is mounted where, and what should happen next: target paths, the mount table, and the policies that judge facts into steps. Pure:
 * no file, no system call, no client and no clock; time is an argument.
 */
@NullMarked
package dev.headwater.node.slot;

import org.jspecify.annotations.NullMarked;
