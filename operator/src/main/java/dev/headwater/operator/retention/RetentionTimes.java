package dev.headwater.operator.retention;

import java.time.Duration;

/**
 * How fast retention is.
 *
 * @param grace from the moment that a snapshot is condemned to the one that it is deleted
 * @param interval how often each stream is looked at
 */
public record RetentionTimes(Duration grace, Duration interval) {

    /** This time, unless the interval is over before. */
    Duration atMost(Duration time) {
        return time.compareTo(interval) > 0 ? interval : time;
    }
}
