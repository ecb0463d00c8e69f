package dev.headwater.operator.github;

import java.util.List;
import java.util.Optional;

/**
 * What GitHub has said so far.
 *
 * @param jobs all of the run's attempt
 */
record Testimony(Optional<WorkflowRun> run, Optional<List<WorkflowJob>> jobs, Optional<RefFacts> ref) {
    static final Testimony NONE = new Testimony(Optional.empty(), Optional.empty(), Optional.empty());

    Testimony with(WorkflowRun said) {
        return new Testimony(Optional.of(said), jobs, ref);
    }

    Testimony with(List<WorkflowJob> said) {
        return new Testimony(run, Optional.of(said), ref);
    }

    Testimony with(RefFacts said) {
        return new Testimony(run, jobs, Optional.of(said));
    }
}
