/**
 * The few system calls with which a tree of others is walked, read and cleaned by file descriptor: the JDK tells neither a file's time of
 * change nor its holes, and its directory streams cannot be nested thousands of times. Knows nothing of what is looked for.
 */
@NullMarked
package dev.headwater.keeper.kernel;

import org.jspecify.annotations.NullMarked;
