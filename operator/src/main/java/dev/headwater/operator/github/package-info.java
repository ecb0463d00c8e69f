/**
 * What GitHub itself says of the job that a runner has, for jobs that show no token. It is asked by the ids that the runner controller wrote
 * down, never by what a job says; the answers are judged apart from where they are read, and what they prove goes into the run's journal.
 */
@NullMarked
package dev.headwater.operator.github;

import org.jspecify.annotations.NullMarked;
