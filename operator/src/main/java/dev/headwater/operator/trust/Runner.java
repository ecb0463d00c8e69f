package dev.headwater.operator.trust;

import java.util.Optional;

/** Who started the pod of a job, as the API server says. */
public sealed interface Runner {

    /** Nobody whom we could ask. */
    record Unknown() implements Runner {}

    /**
     * The EphemeralRunner that owns the pod, by uid. Its listener fills in the job a moment after the job started, or never.
     *
     * @param repository {@code owner/name} of the job's repository
     * @param workflowRun numeric id
     */
    record Ephemeral(Optional<String> repository, Optional<Long> workflowRun) implements Runner {}
}
