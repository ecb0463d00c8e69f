package dev.headwater.operator.github;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A job of a workflow run, as GitHub describes it.
 *
 * @param id that of its check run, too
 * @param runnerId absent until a runner has it
 */
record WorkflowJob(
        Long id,
        Long runId,
        Integer runAttempt,
        String headSha,
        String status,
        @Nullable Long runnerId,
        @Nullable String runnerName) {

    WorkflowJob {
        requireNonNull(id, "id");
        requireNonNull(runId, "run_id");
        requireNonNull(runAttempt, "run_attempt");
        requireNonNull(headSha, "head_sha");
        requireNonNull(status, "status");
    }
}
