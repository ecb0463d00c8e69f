package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.github.GithubWitness;
import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.kube.JobPodReader;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.restore.CandidateGatherer;
import dev.headwater.operator.run.RunFacts.Ingredients;
import dev.headwater.operator.run.RunSources.Absence;
import dev.headwater.operator.status.Conditions;
import dev.headwater.operator.storage.Standing;
import dev.headwater.operator.storage.StandingGatherer;
import dev.headwater.operator.trust.RunnerGatherer;
import dev.headwater.operator.volume.ClaimRecord;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads what is known of a run: its own objects from informers, everything else from the API server, and only if it can matter. */
final class RunGatherer {
    private static final Duration OVERDUE = Duration.ofMinutes(5);

    private final RunSources sources;
    private final JobPodReader pods;
    private final SnapshotReader snapshots;
    private final CandidateGatherer candidates;
    private final StandingGatherer standings;
    private final GroundsGatherer grounds;
    private final HearingGatherer hearings;

    RunGatherer(
            RunSources sources,
            JobPodReader pods,
            CandidateGatherer candidates,
            SnapshotReader snapshots,
            StandingGatherer standings,
            RunnerGatherer runners,
            Optional<GithubWitness> github) {
        this.sources = sources;
        this.pods = pods;
        this.snapshots = snapshots;
        this.candidates = candidates;
        this.standings = standings;
        this.grounds = new GroundsGatherer(candidates, snapshots, pods, runners);
        this.hearings = new HearingGatherer(github, candidates, pods, runners);
    }

    RunFacts gather(BuildSnapshotRun run, Reads reads, Context<BuildSnapshotRun> context, Instant now) {
        var status = Optional.ofNullable(run.getStatus());
        var decided = status.map(RunStatus::restore);
        var made = status.map(RunStatus::volume).isPresent() ? Absence.DOUBTFUL : Absence.LIKELY;
        var over = run.getSpec().released() != null;
        var saved = over && !isSkipped(status) ? Absence.DOUBTFUL : Absence.LIKELY;
        var claim =
                sources.find(PersistentVolumeClaim.class, run, context, decided.isEmpty() ? Absence.DOUBTFUL : made);
        var keeper = sources.find(Pod.class, run, context, triedBefore(status) ? Absence.DOUBTFUL : made);
        var snapshot = sources.find(VolumeSnapshot.class, run, context, saved);
        var pod = dependsOnPod(run.getSpec(), status, keeper) || (over && isOverdue(keeper, now))
                ? reads.pod(() -> pods.read(
                        run.getMetadata().getNamespace(), run.getSpec().pod(), now))
                : new JobPod.Unread();
        var judged = wantsToBeSaved(run.getSpec(), status);
        var facts = new RunFacts(
                run,
                pod,
                claim,
                keeper,
                snapshot,
                snapshot.map(snapshots::contentOf).orElseGet(() -> left(run, status)),
                List.of(),
                LimitPolicy.Company.NONE,
                Optional.empty(),
                Optional.empty(),
                judged && isUnstaged(status) ? standing(claim) : Optional.empty(),
                judged
                        ? Optional.of(reads.grounds(
                                status.map(RunStatus::proofs).orElse(null), () -> grounds.gather(run, claim)))
                        : Optional.empty(),
                Optional.empty());
        if (over || givenUp(status)) {
            return judged ? facts.hearing(hearings.beforeVerdict(facts, now)) : facts;
        }
        return decided.map(found -> making(facts, found, reads, context)).orElseGet(() -> choosing(facts, reads, now));
    }

    /** For good: nothing was cut. */
    private static boolean isSkipped(Optional<RunStatus> status) {
        return status.map(RunStatus::save)
                .filter(save -> save.decision().equals("Skip") && save.snapshot() == null)
                .isPresent();
    }

    /** Of a VolumeSnapshot that is not there although it was cut. */
    private Optional<VolumeSnapshotContent> left(BuildSnapshotRun run, Optional<RunStatus> status) {
        return status.map(RunStatus::save)
                .filter(save -> save.cutAt() != null && save.readyAt() == null)
                .flatMap(_ -> snapshots.leftOf(
                        StreamIdentity.of(run.getMetadata().getNamespace(), run.getSpec())
                                .hash(),
                        run.getMetadata().getName()));
    }

    /** Also what the last attempt left has to be gone before the next one is chosen, and the job's token has to be there. */
    private RunFacts choosing(RunFacts facts, Reads reads, Instant now) {
        if (facts.claim().isPresent()
                || Deciding.tokenUntil(facts.run(), now).isPresent()
                || (triedBefore(facts.status()) && facts.keeper().isPresent())) {
            return facts;
        }
        var hearing = hearings.beforeDecision(facts.run(), facts.pod(), now);
        if (hearing.isPresent()) {
            return facts.hearing(hearing);
        }
        var restore = candidates.gather(facts.run(), facts.pod(), facts.broken());
        reads.decidedOn(restore);
        return facts.choosing(restore);
    }

    private RunFacts making(RunFacts facts, RunStatus.Restore decided, Reads reads, Context<BuildSnapshotRun> context) {
        return decided.deadline() == null
                ? facts
                : facts.making(
                        sources.warnings(facts.run(), context),
                        facts.claim().isEmpty()
                                ? Optional.of(ingredients(facts.run(), decided, reads))
                                : Optional.empty());
    }

    private static boolean triedBefore(Optional<RunStatus> status) {
        return status.map(RunStatus::attempts).filter(tried -> !tried.isEmpty()).isPresent();
    }

    private static boolean givenUp(Optional<RunStatus> status) {
        return status.filter(known -> Conditions.isFalse(known.conditions(), ConditionType.Restored))
                .isPresent();
    }

    private Ingredients ingredients(BuildSnapshotRun run, RunStatus.Restore decided, Reads reads) {
        var snapshot = Optional.ofNullable(decided.snapshot());
        return reads.ingredients(snapshot)
                .orElseGet(() -> new Ingredients(candidates.settings(run), snapshot.flatMap(snapshots::named)));
    }

    /** Whether what follows depends on what became of the pod. */
    static boolean dependsOnPod(RunSpec spec, Optional<RunStatus> status, Optional<Pod> keeper) {
        return spec.released() == null
                ? status.map(RunStatus::restore).isEmpty() || !RunFacts.isHeld(keeper)
                : isEndOpen(spec, status, keeper);
    }

    /** What became of the pod is still to be written down, or its node may be lost before it gave the evidence. */
    private static boolean isEndOpen(RunSpec spec, Optional<RunStatus> status, Optional<Pod> keeper) {
        var told = status.filter(known -> Conditions.isTrue(known.conditions(), ConditionType.Ended))
                .isPresent();
        var awaitsEvidence = wantsToBeSaved(spec, status) && !isUnstaged(status) && !RunFacts.isHeld(keeper);
        return (!told && spec.released() != null && spec.released().cause() == RunSpec.Cause.SlotEnded)
                || awaitsEvidence;
    }

    /** A keeper that does not go although it should: its node may be silent. */
    private static boolean isOverdue(Optional<Pod> keeper, Instant now) {
        return keeper.flatMap(pod -> Optional.ofNullable(pod.getMetadata().getDeletionTimestamp()))
                .map(Instant::parse)
                .filter(at -> at.plus(OVERDUE).isBefore(now))
                .isPresent();
    }

    /** Of a run that was made again nothing can be judged before it has its decision back. */
    private static boolean wantsToBeSaved(RunSpec spec, Optional<RunStatus> status) {
        return spec.save() != null
                && spec.save().wish() == RunSpec.Wish.Save
                && status.map(RunStatus::restore).isPresent()
                && status.map(RunStatus::save).isEmpty();
    }

    private static boolean isUnstaged(Optional<RunStatus> status) {
        return status.map(RunStatus::slot).map(RunStatus.Slot::unstagedAt).isPresent();
    }

    /** Of the classes as they were named when the volume was made: stream and policy may be gone by now. */
    private Optional<Standing> standing(Optional<PersistentVolumeClaim> claim) {
        return claim.flatMap(ClaimRecord::of).map(ClaimRecord::classes).map(standings::gather);
    }
}
