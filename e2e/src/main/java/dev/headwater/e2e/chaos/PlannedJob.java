package dev.headwater.e2e.chaos;

import java.time.Duration;

/**
 * A job to be started.
 *
 * @param number from 1, in the order in which jobs are started
 * @param order place of its workflow run among all, from 1; not always the order in which they start
 * @param work how long it works on its volume
 */
record PlannedJob(int number, int order, Leg leg, Ending ending, Duration work) {

    @Override
    public String toString() {
        return "job %d (%s)".formatted(number, leg);
    }
}
