package dev.headwater.operator.github;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What GitHub says now of the ref that a run is said to be of. */
sealed interface RefFacts {

    /**
     * Of a branch, or of a tag.
     *
     * @param there whether it exists
     * @param shared whether a tag, or a branch, has the same short name
     * @param contained whether the run's commit is in its history
     */
    record Named(boolean there, boolean shared, boolean contained) implements RefFacts {}

    /** Of a pull request that does not exist. */
    record NoPull() implements RefFacts {}

    /**
     * Of a pull request.
     *
     * @param headRepository numeric id; absent once a fork was deleted
     * @param base short name of the branch that it wants to be merged into
     */
    record Pull(String headSha, String headBranch, Optional<Long> headRepository, String base, long baseRepository)
            implements RefFacts {

        static Pull of(Answer answer) {
            return new Pull(
                    answer.head().sha(),
                    answer.head().ref(),
                    Optional.ofNullable(answer.head().repo()).map(Answer.Repo::id),
                    answer.base().ref(),
                    Optional.ofNullable(answer.base().repo())
                            .map(Answer.Repo::id)
                            .orElse(0L));
        }

        /** A pull request, as GitHub describes it. */
        record Answer(Side head, Side base) {
            Answer {
                requireNonNull(head, "head");
                requireNonNull(base, "base");
            }

            record Side(String ref, String sha, @Nullable Repo repo) {
                Side {
                    requireNonNull(ref, "ref");
                    requireNonNull(sha, "sha");
                }
            }

            record Repo(Long id) {
                Repo {
                    requireNonNull(id, "id");
                }
            }
        }
    }
}
