package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.github.GithubWitness;
import dev.headwater.operator.github.Hearing;
import dev.headwater.operator.github.Question;
import dev.headwater.operator.job.JobEnding;
import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.kube.JobPodReader;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.Proven;
import dev.headwater.operator.restore.CandidateGatherer;
import dev.headwater.operator.restore.StreamMatch;
import dev.headwater.operator.save.Grounds;
import dev.headwater.operator.save.SaveDecision;
import dev.headwater.operator.save.SavePolicy;
import dev.headwater.operator.trust.Runner;
import dev.headwater.operator.trust.RunnerGatherer;
import dev.headwater.operator.trust.TrustPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Asks GitHub whose job a run is, where a policy asks for a proven job and this one showed no token that counts. What GitHub said once is in
 * the journal, and is not asked again.
 */
final class HearingGatherer {
    /** The runner controller's listener writes down within a moment what job a runner has. */
    private static final Duration LISTENER = Duration.ofMillis(250);

    private final Optional<GithubWitness> github;
    private final CandidateGatherer candidates;
    private final JobPodReader pods;
    private final RunnerGatherer runners;

    /** @param github empty: nobody is asked */
    HearingGatherer(
            Optional<GithubWitness> github, CandidateGatherer candidates, JobPodReader pods, RunnerGatherer runners) {
        this.github = github;
        this.candidates = candidates;
        this.pods = pods;
        this.runners = runners;
    }

    /** Before it is decided what a job gets; empty where nothing depends on GitHub's word. */
    Optional<Hearing> beforeDecision(BuildSnapshotRun run, JobPod pod, Instant now) {
        return github.filter(_ -> isOpen(run, TokenUse.RESTORE))
                .filter(_ -> matters(run))
                .flatMap(witness -> pod.present()
                        .map(runners::gather)
                        .filter(Runner.Ephemeral.class::isInstance)
                        .map(Runner.Ephemeral.class::cast)
                        .filter(runner -> agrees(run, runner))
                        .map(runner -> hear(witness, run, runner, now)));
    }

    /**
     * Before it is judged whether a volume is saved. A job that was not proven at its beginning is not asked about; one that is not saved anyway,
     * neither.
     */
    Optional<Hearing> beforeVerdict(RunFacts facts, Instant now) {
        var run = facts.run();
        return github.filter(_ -> isOpen(run, TokenUse.SAVE))
                .filter(_ -> facts.decided()
                        .map(RunStatus.Restore::level)
                        .filter(TrustLevel.Proven::equals)
                        .isPresent())
                .filter(_ -> isWorthIt(facts, now))
                .filter(_ -> matters(run))
                .map(witness -> witness.hear(question(run, TokenUse.SAVE, runner(run)), Deadlines.word(run)));
    }

    private static boolean isOpen(BuildSnapshotRun run, TokenUse use) {
        var status = run.getStatus();
        return Proven.ofGithub(status, use).isEmpty()
                && Proven.ofToken(status, use).filter(Proven::isGenuine).isEmpty();
    }

    /** Whether the policy hands content to proven jobs alone, or would save this one if it were proven. */
    private boolean matters(BuildSnapshotRun run) {
        return candidates.match(run) instanceof StreamMatch.Serves serves
                && matters(serves.settings(), run.getSpec().job());
    }

    private static boolean matters(PolicySettings settings, RunSpec.Job job) {
        return settings.origins().read() == TrustLevel.Proven
                || (settings.save().write() == TrustLevel.Proven && SavePolicy.mayWrite(job, settings.save()));
    }

    /** Of a runner that speaks of another job it is known already that the run is not to be believed. */
    private static boolean agrees(BuildSnapshotRun run, Runner runner) {
        return TrustPolicy.attest(run.getSpec().job(), runner, Optional.empty())
                .contradiction()
                .isEmpty();
    }

    private static Hearing hear(GithubWitness witness, BuildSnapshotRun run, Runner.Ephemeral runner, Instant now) {
        var until = Deadlines.token(run);
        var registered = new Question.Runner(Optional.of(runner.id()), runner.name());
        return runner.repository().isPresent() && runner.workflowRun().isPresent()
                ? witness.hear(question(run, TokenUse.RESTORE, registered), until)
                : witness.silent(registered, now.plus(LISTENER), until);
    }

    private static boolean isWorthIt(RunFacts facts, Instant now) {
        var attached = switch (facts.ending()) {
            case JobEnding.Using _ -> false;
            case JobEnding.Released released -> released.wasAttached();
            case JobEnding.Lost lost -> lost.wasAttached();
        };
        return attached
                && facts.grounds()
                        .map(Grounds::attestation)
                        .filter(known -> known.contradiction().isEmpty())
                        .isPresent()
                && !(SavePolicy.decide(Evidence.of(facts, attached, now).ofProvenJob()) instanceof SaveDecision.Skip);
    }

    /** What it is registered as; its name alone, which is the pod's, once it is gone. */
    private Question.Runner runner(BuildSnapshotRun run) {
        var pod = run.getSpec().pod();
        var runner = pods.read(run.getMetadata().getNamespace(), pod).present().map(runners::gather);
        return new Question.Runner(
                runner.filter(Runner.Ephemeral.class::isInstance).map(known -> ((Runner.Ephemeral) known).id()),
                pod.name());
    }

    private static Question question(BuildSnapshotRun run, TokenUse use, Question.Runner runner) {
        return new Question(
                use,
                run.getSpec().job(),
                runner,
                use == TokenUse.SAVE ? Proven.of(run.getStatus(), TokenUse.RESTORE) : Optional.empty());
    }
}
