/**
 * Jobs that restore and save while everything that serves them is killed, and the judgement on what is left afterwards. A plan follows from a
 * seed; what happened is read from the cluster into records; {@link dev.headwater.e2e.chaos.ChaosJudge} compares them with what must always
 * hold, knowing nothing of the cluster.
 */
@NullMarked
package dev.headwater.e2e.chaos;

import org.jspecify.annotations.NullMarked;
