/**
 * Stories told on the real cluster with the real chart: jobs, and people and parts that get in their way. In each the run says what
 * happened, nothing is left behind ({@link dev.headwater.e2e.world.Leaks} is asked after every story), and the next run is sound.
 */
@NullMarked
package dev.headwater.e2e.stories;

import org.jspecify.annotations.NullMarked;
