package dev.headwater.operator.github;

import dev.headwater.api.v1alpha1.ProofReason;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.operator.github.Verdict.Missing;
import dev.headwater.operator.github.Verdict.Pending;
import dev.headwater.operator.github.Verdict.Refused;
import dev.headwater.operator.github.Verdict.Verified;
import dev.headwater.operator.model.Lane;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the job of a runner is the one that a run describes. GitHub does not say of which ref a run is, only a short name, which a tag can
 * share with a branch, and a fork with everybody: what the name stands for is concluded from the event, and from the ref itself.
 */
final class GithubPolicy {
    private static final String PULL_REQUEST = "pull_request";
    private static final String BRANCHES = "refs/heads/";
    private static final String TAGS = "refs/tags/";

    /** Of workflows on a branch or tag of the repository itself, whose commit is the job's. */
    private static final Set<String> OF_REFS = Set.of("push", "schedule", "workflow_dispatch");

    private static final String AT_WORK = "in_progress";
    private static final String OVER = "completed";
    private static final Set<String> NOT_YET = Set.of("queued", "waiting", "pending", "requested");

    /** Cheap and certain things first; nothing is asked for that does not matter any more. */
    static Verdict judge(Testimony said, Question question) {
        return ofEvent(question.job())
                .or(() -> said.run().isEmpty() ? Optional.of(Missing.RUN) : Optional.empty())
                .or(() -> ofRun(said.run().orElseThrow(), question))
                .or(() -> said.jobs().isEmpty() ? Optional.of(Missing.JOBS) : Optional.empty())
                .or(() -> ofJobs(said.jobs().orElseThrow(), said.run().orElseThrow(), question))
                .or(() -> said.ref().isEmpty() ? Optional.of(Missing.REF) : Optional.empty())
                .or(() -> ofRef(said.ref().orElseThrow(), said.run().orElseThrow(), question.job()))
                .orElseGet(() -> new Verified(
                        said.run().orElseThrow(),
                        named(said.jobs().orElseThrow(), question).getFirst()));
    }

    /** A branch's short name and a tag's. */
    static Optional<String> shortName(String ref) {
        return Stream.of(BRANCHES, TAGS)
                .filter(ref::startsWith)
                .map(prefix -> ref.substring(prefix.length()))
                .findFirst();
    }

    static boolean isTag(String ref) {
        return ref.startsWith(TAGS);
    }

    static boolean isOfPullRequest(RunSpec.Job job) {
        return PULL_REQUEST.equals(job.event());
    }

    /** The number of the pull request. */
    static Optional<Long> pull(RunSpec.Job job) {
        return Lane.ofRef(job.ref()).filter(Lane.Pull.class::isInstance).map(lane -> ((Lane.Pull) lane).number());
    }

    private static Optional<Verdict> ofEvent(RunSpec.Job job) {
        if (isOfPullRequest(job)) {
            return pull(job).isPresent()
                    ? Optional.empty()
                    : refused(
                            ProofReason.ClaimsContradict,
                            "A workflow that was started by pull_request is not of %s.".formatted(job.ref()));
        }
        return OF_REFS.contains(Objects.requireNonNullElse(job.event(), ""))
                ? Optional.empty()
                : refused(
                        ProofReason.RefAmbiguous,
                        "GitHub does not say of which ref a workflow is that was started by %s; only a token of the job can."
                                .formatted(Objects.requireNonNullElse(job.event(), "nobody knows what")));
    }

    private static Optional<Verdict> ofRun(WorkflowRun run, Question question) {
        var heard = heard(run);
        return said(question).entrySet().stream()
                .filter(said -> !isSame(said.getKey(), said.getValue(), heard.getOrDefault(said.getKey(), "")))
                .findFirst()
                .<Verdict>map(said -> new Refused(
                        ProofReason.ClaimsContradict,
                        "GitHub says %s=%s of workflow run %d, and the request %s."
                                .formatted(
                                        said.getKey(),
                                        heard.getOrDefault(said.getKey(), ""),
                                        run.id(),
                                        said.getValue().isEmpty() ? "nothing" : said.getValue())))
                .or(() -> ofAttempt(run, question))
                .or(() -> question.before().flatMap(before -> ofOtherRepository(run, before)));
    }

    /** What a run says of its job, by GitHub's names, as far as GitHub says it, too. */
    private static Map<String, String> said(Question question) {
        var job = question.job();
        var said = new LinkedHashMap<String, String>();
        said.put("repository", job.repository());
        said.put("run_id", Long.toString(job.runId()));
        said.put("event", Objects.requireNonNullElse(job.event(), ""));
        if (!isOfPullRequest(job)) {
            said.put("head_branch", shortName(job.ref()).orElse(job.ref()));
            said.put("head_sha", job.sha());
        }
        return said;
    }

    private static Map<String, String> heard(WorkflowRun run) {
        return Map.of(
                "repository", run.repository().fullName(),
                "run_id", Long.toString(run.id()),
                "event", run.event(),
                "head_branch", Objects.requireNonNullElse(run.headBranch(), ""),
                "head_sha", run.headSha());
    }

    private static boolean isSame(String what, String one, String other) {
        return what.equals("repository") ? one.equalsIgnoreCase(other) : one.equals(other);
    }

    /** By the time that a volume is saved, somebody may have started the workflow again. */
    private static Optional<Verdict> ofAttempt(WorkflowRun run, Question question) {
        var claimed = question.job().runAttempt();
        var isKnown = question.before().isEmpty() ? claimed.equals(run.runAttempt()) : claimed <= run.runAttempt();
        return isKnown
                ? Optional.empty()
                : refused(
                        ProofReason.ClaimsContradict,
                        "GitHub says run_attempt=%d of workflow run %d, and the request %d."
                                .formatted(run.runAttempt(), run.id(), claimed));
    }

    private static Optional<Verdict> ofOtherRepository(WorkflowRun run, RunStatus.Proof before) {
        return differs(before.repositoryId(), run.repository().id())
                        || differs(
                                before.repositoryOwnerId(),
                                run.repository().owner().id())
                ? refused(
                        ProofReason.OtherJob,
                        "The volume was given to a job of the repository %s of owner %s, and this one is of %d of owner %d."
                                .formatted(
                                        before.repositoryId(),
                                        before.repositoryOwnerId(),
                                        run.repository().id(),
                                        run.repository().owner().id()))
                : Optional.empty();
    }

    private static boolean differs(@Nullable String before, Long now) {
        return before != null && !before.equals(now.toString());
    }

    private static Optional<Verdict> ofJobs(List<WorkflowJob> jobs, WorkflowRun run, Question question) {
        var named = named(jobs, question);
        if (named.isEmpty()) {
            return pending("GitHub knows of no job of workflow run %d, attempt %d, on the runner %s."
                    .formatted(
                            run.id(),
                            question.job().runAttempt(),
                            question.runner().name()));
        }
        if (named.size() > 1) {
            return refused(
                    ProofReason.JobNotFound,
                    "GitHub knows of %d jobs of workflow run %d on the runner %s, which has only one."
                            .formatted(named.size(), run.id(), question.runner().name()));
        }
        return ofJob(named.getFirst(), run, question);
    }

    /** By id and name; where nobody knows the runner any more, by its name and by the job that it had. */
    private static List<WorkflowJob> named(List<WorkflowJob> jobs, Question question) {
        var runner = question.runner();
        return jobs.stream()
                .filter(job -> job.runId().equals(question.job().runId()))
                .filter(job -> job.runAttempt().equals(question.job().runAttempt()))
                .filter(job -> runner.name().equals(job.runnerName()))
                .filter(job -> runner.id().isPresent()
                        ? runner.id().get().equals(job.runnerId())
                        : question.jobBefore()
                                .filter(job.id().toString()::equals)
                                .isPresent())
                .toList();
    }

    private static Optional<Verdict> ofJob(WorkflowJob job, WorkflowRun run, Question question) {
        if (question.jobBefore()
                .filter(before -> !before.equals(job.id().toString()))
                .isPresent()) {
            return refused(
                    ProofReason.OtherJob,
                    "The volume was given to the job %s, and the runner has the job %d by now."
                            .formatted(question.jobBefore().get(), job.id()));
        }
        if (!job.headSha().equals(run.headSha())) {
            return refused(ProofReason.JobNotFound, "GitHub says another commit of the job than of its workflow run.");
        }
        return switch (job.status()) {
            case AT_WORK -> Optional.empty();
            case OVER ->
                question.use() == TokenUse.SAVE
                        ? Optional.empty()
                        : refused(
                                ProofReason.JobNotFound,
                                "GitHub says that the job %d, which asks for a volume, is over.".formatted(job.id()));
            case String status
            when NOT_YET.contains(status) -> pending("GitHub says that the job %d is %s.".formatted(job.id(), status));
            default ->
                refused(ProofReason.JobNotFound, "GitHub says of the job %d what nobody knows.".formatted(job.id()));
        };
    }

    private static Optional<Verdict> ofRef(RefFacts ref, WorkflowRun run, RunSpec.Job job) {
        return switch (ref) {
            case RefFacts.Named named -> ofNamed(named, run, job);
            case RefFacts.NoPull() -> ambiguous("GitHub knows of no pull request of %s.", job.ref());
            case RefFacts.Pull pull -> ofPull(pull, run, job);
        };
    }

    private static Optional<Verdict> ofNamed(RefFacts.Named ref, WorkflowRun run, RunSpec.Job job) {
        if (headRepository(run).filter(run.repository().id()::equals).isEmpty()) {
            return ambiguous(
                    "The commit of the workflow run comes from another repository than that of %s.", job.ref());
        }
        if (!ref.there()) {
            return ambiguous("GitHub knows of no %s any more.", job.ref());
        }
        if (ref.shared()) {
            return ambiguous(
                    "A branch and a tag share the name of %s, and GitHub does not say which of them the workflow run is of.",
                    job.ref());
        }
        return ref.contained()
                ? Optional.empty()
                : ambiguous(
                        "The commit of the workflow run is not in the history of %s: something else had its name, or it was rewritten.",
                        job.ref());
    }

    private static Optional<Verdict> ofPull(RefFacts.Pull pull, WorkflowRun run, RunSpec.Job job) {
        var isSame = pull.headSha().equals(run.headSha())
                && pull.headBranch().equals(run.headBranch())
                && headRepository(run).isPresent()
                && pull.headRepository().equals(headRepository(run))
                && pull.baseRepository() == run.repository().id()
                && (BRANCHES + pull.base()).equals(job.baseRef());
        return isSame
                ? Optional.empty()
                : ambiguous(
                        "The pull request of %s is not, or no longer, the one that the workflow run is of: head, or base, are others.",
                        job.ref());
    }

    private static Optional<Long> headRepository(WorkflowRun run) {
        return Optional.ofNullable(run.headRepository()).map(WorkflowRun.HeadRepository::id);
    }

    private static Optional<Verdict> ambiguous(String sentence, String ref) {
        return refused(ProofReason.RefAmbiguous, sentence.formatted(ref));
    }

    private static Optional<Verdict> refused(ProofReason reason, String sentence) {
        return Optional.of(new Refused(reason, sentence));
    }

    private static Optional<Verdict> pending(String sentence) {
        return Optional.of(new Pending(ProofReason.JobNotFound, sentence));
    }

    private GithubPolicy() {}
}
