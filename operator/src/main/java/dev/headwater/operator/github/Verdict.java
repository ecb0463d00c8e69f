package dev.headwater.operator.github;

import dev.headwater.api.v1alpha1.ProofReason;

/** What follows from what GitHub has said so far. */
sealed interface Verdict {

    /** This has to be known, too. */
    enum Missing implements Verdict {
        RUN,
        JOBS,
        REF
    }

    /** It is the job. */
    record Verified(WorkflowRun run, WorkflowJob job) implements Verdict {}

    /** It is not, or nobody can say. */
    record Refused(ProofReason reason, String sentence) implements Verdict {}

    /** Not yet; a moment later GitHub may know more. */
    record Pending(ProofReason reason, String sentence) implements Verdict {}
}
