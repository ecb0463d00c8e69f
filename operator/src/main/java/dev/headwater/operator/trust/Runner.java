package dev.headwater.operator.trust;

import java.util.Optional;

/** Who started the pod of a job, as the API server says. */
public sealed interface Runner {

    /** Nobody whom we could ask. */
    record Unknown() implements Runner {}

    /**
     * The EphemeralRunner that owns the pod, by uid. Its listener fills in the job a moment after the job started, or never.
     *
     * @param id of its registration
     * @param name of its registration, and of its pod
     * @param repository {@code owner/name} of the job's repository
     * @param workflowRun numeric id
     * @param workflowRef {@code owner/name/path@ref} of the file that describes the job: of the called one, where a workflow calls another
     */
    record Ephemeral(
            long id, String name, Optional<String> repository, Optional<Long> workflowRun, Optional<String> workflowRef)
            implements Runner {}
}
