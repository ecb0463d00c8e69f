package dev.headwater.e2e.world;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The workflow run that a job belongs to, as the runner tells it to its steps.
 *
 * @param serverUrl of the git server, without a slash at the end
 * @param repository {@code owner/name}
 * @param ref full ref
 * @param baseBranch of a pull request: the branch that it wants to be merged into
 * @param sha 40 hex digits
 * @param id numeric; a later run has a larger one
 */
public record WorkflowRun(
        String serverUrl,
        String repository,
        String ref,
        Optional<String> baseBranch,
        String sha,
        String event,
        long id,
        int attempt,
        String job) {

    /** A push to {@code main}. */
    public static WorkflowRun push(String serverUrl, String repository, String sha, long id) {
        return new WorkflowRun(serverUrl, repository, "refs/heads/main", Optional.empty(), sha, "push", id, 1, "build");
    }

    /** The same event again, some runs later. */
    public WorkflowRun later(long runs) {
        return new WorkflowRun(serverUrl, repository, ref, baseBranch, sha, event, id + runs, attempt, job);
    }

    public WorkflowRun at(String otherRef, String otherSha) {
        return new WorkflowRun(serverUrl, repository, otherRef, baseBranch, otherSha, event, id, attempt, job);
    }

    public WorkflowRun pullRequestInto(String branch) {
        return new WorkflowRun(serverUrl, repository, ref, Optional.of(branch), sha, "pull_request", id, attempt, job);
    }

    public WorkflowRun of(String otherRepository) {
        return new WorkflowRun(serverUrl, otherRepository, ref, baseBranch, sha, event, id, attempt, job);
    }

    /** The variables that GitHub's runner sets for every step. */
    public Map<String, String> environment() {
        var variables = new LinkedHashMap<String, String>();
        variables.put("GITHUB_SERVER_URL", serverUrl);
        variables.put("GITHUB_REPOSITORY", repository);
        variables.put("GITHUB_REF", ref);
        baseBranch.ifPresent(branch -> variables.put("GITHUB_BASE_REF", branch));
        variables.put("GITHUB_SHA", sha);
        variables.put("GITHUB_EVENT_NAME", event);
        variables.put("GITHUB_RUN_ID", Long.toString(id));
        variables.put("GITHUB_RUN_ATTEMPT", Integer.toString(attempt));
        variables.put("GITHUB_WORKFLOW", "build");
        variables.put("GITHUB_JOB", job);
        return variables;
    }
}
