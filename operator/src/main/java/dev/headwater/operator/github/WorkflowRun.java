package dev.headwater.operator.github;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A workflow run, as GitHub describes it.
 *
 * @param headBranch short name of the branch or tag; of a pull request its own branch, also where that is in a fork
 * @param headRepository absent once a fork was deleted
 */
record WorkflowRun(
        Long id,
        Integer runAttempt,
        String event,
        @Nullable String headBranch,
        String headSha,
        Repository repository,
        @Nullable HeadRepository headRepository) {

    WorkflowRun {
        requireNonNull(id, "id");
        requireNonNull(runAttempt, "run_attempt");
        requireNonNull(event, "event");
        requireNonNull(headSha, "head_sha");
        requireNonNull(repository, "repository");
    }

    /** A repository. */
    record Repository(Long id, String fullName, Owner owner) {
        Repository {
            requireNonNull(id, "id");
            requireNonNull(fullName, "full_name");
            requireNonNull(owner, "owner");
        }
    }

    /** Where the commit comes from. */
    record HeadRepository(Long id) {
        HeadRepository {
            requireNonNull(id, "id");
        }
    }

    /** Whose it is. */
    record Owner(Long id) {
        Owner {
            requireNonNull(id, "id");
        }
    }
}
