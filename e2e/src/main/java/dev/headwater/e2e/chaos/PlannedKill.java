package dev.headwater.e2e.chaos;

import java.time.Duration;

/**
 * A SIGKILL.
 *
 * @param after time since the kill before
 * @param choice 0 (included) to 1: which of those that there are
 * @param down how long a part of the cluster stays dead (the kubelet starts containers again by itself), or until a lost node is deleted
 */
record PlannedKill(Duration after, Victim victim, double choice, Duration down) {
    PlannedKill with(Victim other) {
        return new PlannedKill(after, other, choice, down);
    }
}
