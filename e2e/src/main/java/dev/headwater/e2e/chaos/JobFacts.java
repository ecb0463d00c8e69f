package dev.headwater.e2e.chaos;

import java.util.Optional;

/**
 * What became of a job.
 *
 * @param report empty where its pod went before it ended
 * @param run its only one; empty where it has none
 */
record JobFacts(PlannedJob plan, Optional<JobReport> report, Optional<RunFacts> run) {

    boolean isServed() {
        return run.filter(RunFacts::isServed).isPresent();
    }

    Optional<String> saved() {
        return run.flatMap(RunFacts::saved);
    }
}
