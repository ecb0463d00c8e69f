/**
 * Measured numbers, the goals they are held to, and the file they are reported in. A figure that was not measured is one that failed.
 * Measures nothing itself.
 */
@NullMarked
package dev.headwater.e2e.figures;

import org.jspecify.annotations.NullMarked;
