package dev.headwater.operator.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.ProofReason;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.operator.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GithubPolicyTest {
    private static final RunSpec.Job PUSH = Given.job(RunSpec.Source.JobStarted, "refs/heads/main", null, 7);
    private static final RunSpec.Job PULL = job(PUSH, "refs/pull/9/merge", "pull_request");
    private static final long REPOSITORY = 74;
    private static final long FORK = 75;
    private static final long RUNNER = 11;
    private static final String NAME = "runner-x";
    private static final long JOB = 300;
    private static final RefFacts SOUND = new RefFacts.Named(true, false, true);

    private static RunSpec.Job job(RunSpec.Job job, String ref, @Nullable String event) {
        return new RunSpec.Job(
                job.source(),
                job.repository(),
                ref,
                ref.startsWith("refs/pull/") ? "refs/heads/main" : null,
                job.sha(),
                event,
                job.runId(),
                job.runAttempt(),
                null,
                null,
                null);
    }

    private static WorkflowRun run(String event, @Nullable String branch, @Nullable Long head) {
        return run(7, 1, event, branch, Given.SHA, Given.REPOSITORY, head);
    }

    private static WorkflowRun run(
            long id, int attempt, String event, @Nullable String branch, String sha, String name, @Nullable Long head) {
        return new WorkflowRun(
                id,
                attempt,
                event,
                branch,
                sha,
                new WorkflowRun.Repository(REPOSITORY, name, new WorkflowRun.Owner(65L)),
                head == null ? null : new WorkflowRun.HeadRepository(head));
    }

    private static WorkflowRun pushed() {
        return run("push", "main", REPOSITORY);
    }

    private static WorkflowJob job(long id, @Nullable Long runner, @Nullable String name, String status) {
        return new WorkflowJob(id, 7L, 1, Given.SHA, status, runner, name);
    }

    private static List<WorkflowJob> at(String status) {
        return List.of(job(JOB + 1, null, null, "queued"), job(JOB, RUNNER, NAME, status));
    }

    private static Question restore(RunSpec.Job job) {
        return new Question(TokenUse.RESTORE, job, new Question.Runner(Optional.of(RUNNER), NAME), Optional.empty());
    }

    private static Question save(RunSpec.Job job, Optional<Long> runner, String jobBefore) {
        return new Question(
                TokenUse.SAVE,
                job,
                new Question.Runner(runner, NAME),
                Optional.of(new RunStatus.Proof("Verified", null, null, "74", "65", null, jobBefore, "")));
    }

    private static Verdict judge(WorkflowRun run, List<WorkflowJob> jobs, RefFacts ref, Question question) {
        return GithubPolicy.judge(Testimony.NONE.with(run).with(jobs).with(ref), question);
    }

    private static @Nullable ProofReason reason(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Verified _ -> ProofReason.Verified;
            case Verdict.Refused(var reason, var _) -> reason;
            case Verdict.Pending(var reason, var _) -> reason;
            case Verdict.Missing _ -> null;
        };
    }

    @Test
    void the_runner_s_job_is_verified_by_what_was_said() {
        assertThat(judge(pushed(), at("in_progress"), SOUND, restore(PUSH)))
                .isInstanceOfSatisfying(
                        Verdict.Verified.class,
                        verified -> assertThat(verified.job().id()).isEqualTo(JOB));
    }

    @Test
    void nothing_is_asked_for_that_does_not_matter_any_more() {
        var question = restore(PUSH);
        assertThat(GithubPolicy.judge(Testimony.NONE, question)).isEqualTo(Verdict.Missing.RUN);
        var known = Testimony.NONE.with(pushed());
        assertThat(GithubPolicy.judge(known, question)).isEqualTo(Verdict.Missing.JOBS);
        assertThat(GithubPolicy.judge(known.with(at("in_progress")), question)).isEqualTo(Verdict.Missing.REF);
        assertThat(reason(GithubPolicy.judge(Testimony.NONE.with(run("push", "feature", REPOSITORY)), question)))
                .isEqualTo(ProofReason.ClaimsContradict);
        assertThat(GithubPolicy.judge(known.with(at("queued")), question)).isInstanceOf(Verdict.Pending.class);
    }

    static Stream<WorkflowRun> others() {
        return Stream.of(
                run(8, 1, "push", "main", Given.SHA, Given.REPOSITORY, REPOSITORY),
                run(7, 2, "push", "main", Given.SHA, Given.REPOSITORY, REPOSITORY),
                run(7, 1, "schedule", "main", Given.SHA, Given.REPOSITORY, REPOSITORY),
                run(7, 1, "pull_request", "main", Given.SHA, Given.REPOSITORY, FORK),
                run(7, 1, "push", "feature", Given.SHA, Given.REPOSITORY, REPOSITORY),
                run(7, 1, "push", null, Given.SHA, Given.REPOSITORY, REPOSITORY),
                run(7, 1, "push", "main", "f".repeat(40), Given.REPOSITORY, REPOSITORY),
                run(7, 1, "push", "main", Given.SHA, "acme/other", REPOSITORY));
    }

    @ParameterizedTest
    @MethodSource("others")
    void a_run_of_which_github_says_another_thing_denies_the_request(WorkflowRun other) {
        assertThat(reason(judge(other, at("in_progress"), SOUND, restore(PUSH))))
                .isEqualTo(ProofReason.ClaimsContradict);
    }

    @Test
    void names_of_repositories_have_no_case() {
        var run = run(7, 1, "push", "main", Given.SHA, "Acme/Lambdas", REPOSITORY);
        assertThat(reason(judge(run, at("in_progress"), SOUND, restore(PUSH)))).isEqualTo(ProofReason.Verified);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pull_request_target",
                "workflow_run",
                "issue_comment",
                "merge_group",
                "release",
                "repository_dispatch",
                "create",
                ""
            })
    void of_other_events_github_does_not_say_the_ref_and_is_not_asked(String event) {
        var job = job(PUSH, "refs/heads/main", event.isEmpty() ? null : event);
        assertThat(reason(GithubPolicy.judge(Testimony.NONE, restore(job)))).isEqualTo(ProofReason.RefAmbiguous);
    }

    @Test
    void a_pull_request_is_of_no_branch_and_a_push_of_no_pull_request() {
        assertThat(reason(GithubPolicy.judge(Testimony.NONE, restore(job(PUSH, "refs/heads/main", "pull_request")))))
                .isEqualTo(ProofReason.ClaimsContradict);
        var question = restore(job(PUSH, "refs/pull/9/merge", "push"));
        assertThat(reason(judge(pushed(), at("in_progress"), SOUND, question))).isEqualTo(ProofReason.ClaimsContradict);
    }

    @Test
    void runners_are_known_by_id_and_name() {
        for (var wrong : List.of(
                job(JOB, RUNNER + 1, NAME, "in_progress"),
                job(JOB, RUNNER, "runner-y", "in_progress"),
                job(JOB, null, NAME, "in_progress"),
                job(JOB, RUNNER, null, "in_progress"),
                new WorkflowJob(JOB, 8L, 1, Given.SHA, "in_progress", RUNNER, NAME),
                new WorkflowJob(JOB, 7L, 2, Given.SHA, "in_progress", RUNNER, NAME),
                new WorkflowJob(JOB, 7L, 1, "f".repeat(40), "in_progress", RUNNER, NAME))) {
            assertThat(reason(judge(pushed(), List.of(wrong), SOUND, restore(PUSH))))
                    .as("%s", wrong)
                    .isEqualTo(ProofReason.JobNotFound);
        }
        var twice = List.of(job(JOB, RUNNER, NAME, "in_progress"), job(JOB + 1, RUNNER, NAME, "in_progress"));
        assertThat(reason(judge(pushed(), twice, SOUND, restore(PUSH)))).isEqualTo(ProofReason.JobNotFound);
    }

    @ParameterizedTest
    @CsvSource({
        "in_progress, Verified, Verified",
        "completed, JobNotFound, Verified",
        "queued, JobNotFound, JobNotFound",
        "waiting, JobNotFound, JobNotFound",
        "dreaming, JobNotFound, JobNotFound"
    })
    void a_volume_is_asked_for_at_work_and_saved_then_or_after(String status, ProofReason atStart, ProofReason atEnd) {
        assertThat(reason(judge(pushed(), at(status), SOUND, restore(PUSH)))).isEqualTo(atStart);
        assertThat(reason(judge(pushed(), at(status), SOUND, save(PUSH, Optional.of(RUNNER), "300"))))
                .isEqualTo(atEnd);
        assertThat(reason(judge(pushed(), at(status), SOUND, save(PUSH, Optional.empty(), "300"))))
                .as("the runner is gone")
                .isEqualTo(atEnd);
    }

    @Test
    void the_job_that_saves_is_the_one_that_got_the_volume() {
        assertThat(reason(judge(pushed(), at("in_progress"), SOUND, save(PUSH, Optional.of(RUNNER), "299"))))
                .isEqualTo(ProofReason.OtherJob);
        assertThat(reason(judge(pushed(), at("in_progress"), SOUND, save(PUSH, Optional.empty(), "299"))))
                .isEqualTo(ProofReason.JobNotFound);
        var moved = new WorkflowRun(
                7L,
                1,
                "push",
                "main",
                Given.SHA,
                new WorkflowRun.Repository(76L, Given.REPOSITORY, new WorkflowRun.Owner(65L)),
                new WorkflowRun.HeadRepository(76L));
        assertThat(reason(judge(moved, at("in_progress"), SOUND, save(PUSH, Optional.of(RUNNER), "300"))))
                .isEqualTo(ProofReason.OtherJob);
    }

    @Test
    void nobody_is_known_by_the_name_of_a_runner_alone() {
        var lost = new Question(TokenUse.SAVE, PUSH, new Question.Runner(Optional.empty(), NAME), Optional.empty());
        assertThat(reason(judge(pushed(), at("in_progress"), SOUND, lost))).isEqualTo(ProofReason.JobNotFound);
    }

    @Test
    void a_workflow_that_was_started_again_meanwhile_takes_nothing_from_the_job_that_ran() {
        var again = run(7, 2, "push", "main", Given.SHA, Given.REPOSITORY, REPOSITORY);
        assertThat(reason(judge(again, at("completed"), SOUND, save(PUSH, Optional.empty(), "300"))))
                .isEqualTo(ProofReason.Verified);
        assertThat(reason(judge(again, at("in_progress"), SOUND, restore(PUSH))))
                .isEqualTo(ProofReason.ClaimsContradict);
    }

    @Test
    void a_short_name_is_a_ref_only_where_nothing_else_can_be_meant() {
        for (var ref : List.of(
                new RefFacts.Named(false, false, false),
                new RefFacts.Named(true, true, false),
                new RefFacts.Named(true, true, true),
                new RefFacts.Named(true, false, false))) {
            assertThat(reason(judge(pushed(), at("in_progress"), ref, restore(PUSH))))
                    .as("%s", ref)
                    .isEqualTo(ProofReason.RefAmbiguous);
        }
        for (var head : new Long[] {FORK, null}) {
            assertThat(reason(judge(run("push", "main", head), at("in_progress"), SOUND, restore(PUSH))))
                    .isEqualTo(ProofReason.RefAmbiguous);
        }
    }

    @Test
    void a_tag_is_known_like_a_branch() {
        var job = job(PUSH, "refs/tags/v1", "push");
        assertThat(reason(judge(run("push", "v1", REPOSITORY), at("in_progress"), SOUND, restore(job))))
                .isEqualTo(ProofReason.Verified);
    }

    private static RefFacts.Pull pull(String sha, String branch, @Nullable Long head, String base, long baseId) {
        return new RefFacts.Pull(sha, branch, Optional.ofNullable(head), base, baseId);
    }

    @Test
    void a_pull_request_is_known_by_its_head_and_base_also_from_a_fork() {
        for (var head : List.of(REPOSITORY, FORK)) {
            assertThat(reason(judge(
                            run("pull_request", "main", head),
                            at("in_progress"),
                            pull(Given.SHA, "main", head, "main", REPOSITORY),
                            restore(PULL))))
                    .isEqualTo(ProofReason.Verified);
        }
    }

    @Test
    void a_pull_request_that_moved_on_or_is_another_proves_nothing() {
        var run = run("pull_request", "patch", FORK);
        for (var ref : List.of(
                new RefFacts.NoPull(),
                pull("f".repeat(40), "patch", FORK, "main", REPOSITORY),
                pull(Given.SHA, "other", FORK, "main", REPOSITORY),
                pull(Given.SHA, "patch", REPOSITORY, "main", REPOSITORY),
                pull(Given.SHA, "patch", null, "main", REPOSITORY),
                pull(Given.SHA, "patch", FORK, "release", REPOSITORY),
                pull(Given.SHA, "patch", FORK, "main", FORK))) {
            assertThat(reason(judge(run, at("in_progress"), ref, restore(PULL))))
                    .as("%s", ref)
                    .isEqualTo(ProofReason.RefAmbiguous);
        }
        assertThat(reason(judge(
                        run("pull_request", "patch", null),
                        at("in_progress"),
                        pull(Given.SHA, "patch", null, "main", REPOSITORY),
                        restore(PULL))))
                .as("a fork that was deleted")
                .isEqualTo(ProofReason.RefAmbiguous);
    }

    /** What GitHub says in a property: each thing as it should be, or not. */
    private record Heard(
            boolean repository,
            boolean runId,
            boolean attempt,
            boolean event,
            boolean branch,
            boolean sha,
            boolean head,
            boolean runnerId,
            boolean runnerName,
            boolean status,
            boolean there,
            boolean unshared,
            boolean contained) {

        WorkflowRun run() {
            return GithubPolicyTest.run(
                    runId ? 7 : 8,
                    attempt ? 1 : 2,
                    event ? "push" : "pull_request",
                    branch ? "main" : "feature",
                    sha ? Given.SHA : "f".repeat(40),
                    repository ? Given.REPOSITORY : "acme/other",
                    head ? REPOSITORY : FORK);
        }

        List<WorkflowJob> jobs() {
            var jobs = new ArrayList<>(List.of(GithubPolicyTest.job(1, 99L, "another", "in_progress")));
            jobs.add(new WorkflowJob(
                    JOB,
                    runId ? 7L : 8L,
                    attempt ? 1 : 2,
                    sha ? Given.SHA : "f".repeat(40),
                    status ? "in_progress" : "completed",
                    runnerId ? RUNNER : RUNNER + 1,
                    runnerName ? NAME : "runner-y"));
            return jobs;
        }

        RefFacts ref() {
            return new RefFacts.Named(there, !unshared, contained);
        }

        boolean isRight() {
            return repository
                    && runId
                    && attempt
                    && event
                    && branch
                    && sha
                    && head
                    && runnerId
                    && runnerName
                    && status
                    && there
                    && unshared
                    && contained;
        }
    }

    private static boolean bit(int bits, int place) {
        return (bits >> place & 1) == 0;
    }

    /** Proven is who is right in everything; any other word of GitHub's, alone or among others, is none for the job. */
    @Property(tries = 2_000)
    void only_a_job_that_github_knows_in_all_is_verified(@ForAll int random, @ForAll int sieve) {
        var bits = random & sieve;
        var heard = new Heard(
                bit(bits, 0),
                bit(bits, 1),
                bit(bits, 2),
                bit(bits, 3),
                bit(bits, 4),
                bit(bits, 5),
                bit(bits, 6),
                bit(bits, 7),
                bit(bits, 8),
                bit(bits, 9),
                bit(bits, 10),
                bit(bits, 11),
                bit(bits, 12));
        assertThat(judge(heard.run(), heard.jobs(), heard.ref(), restore(PUSH)) instanceof Verdict.Verified)
                .as("%s", heard)
                .isEqualTo(heard.isRight());
    }

    @Test
    void each_single_word_of_github_counts() {
        for (var place = 0; place < 13; place++) {
            only_a_job_that_github_knows_in_all_is_verified(1 << place, -1);
        }
        only_a_job_that_github_knows_in_all_is_verified(0, 0);
    }
}
