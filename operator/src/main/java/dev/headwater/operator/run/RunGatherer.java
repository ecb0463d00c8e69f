package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.kube.JobPodReader;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.model.Coordinates;
import dev.headwater.operator.model.Heads;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.RunOrder;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.restore.CandidateGatherer;
import dev.headwater.operator.run.RunFacts.Ingredients;
import dev.headwater.operator.run.RunSources.Absence;
import dev.headwater.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;

/** Reads what is known of a run: its own objects from informers, everything else from the API server, and only if it can matter. */
final class RunGatherer {
    private final RunSources sources;
    private final JobPodReader pods;
    private final StreamReader streams;
    private final SnapshotReader snapshots;
    private final CandidateGatherer candidates;

    RunGatherer(RunSources sources, JobPodReader pods, StreamReader streams, SnapshotReader snapshots) {
        this.sources = sources;
        this.pods = pods;
        this.streams = streams;
        this.snapshots = snapshots;
        this.candidates = new CandidateGatherer(streams, snapshots);
    }

    RunFacts gather(BuildSnapshotRun run, Context<BuildSnapshotRun> context) {
        var status = Optional.ofNullable(run.getStatus());
        var decided = status.map(RunStatus::restore);
        var made = status.map(RunStatus::volume).isPresent() ? Absence.DOUBTFUL : Absence.LIKELY;
        var over = run.getSpec().released() != null;
        var saved = over ? Absence.DOUBTFUL : Absence.LIKELY;
        var claim =
                sources.find(PersistentVolumeClaim.class, run, context, decided.isEmpty() ? Absence.DOUBTFUL : made);
        var keeper = sources.find(Pod.class, run, context, made);
        var snapshot = sources.find(VolumeSnapshot.class, run, context, saved);
        var pod = over
                ? new JobPod.Unread()
                : pods.read(run.getMetadata().getNamespace(), run.getSpec().pod());
        var undecided = !over && decided.isEmpty() && claim.isEmpty();
        var unmade =
                !over && decided.map(RunStatus.Restore::deadline).isPresent() && claim.isEmpty() && !givenUp(status);
        return new RunFacts(
                run,
                pod,
                claim,
                keeper,
                snapshot,
                snapshot.flatMap(snapshots::contentOf),
                undecided ? Optional.of(candidates.gather(run, pod)) : Optional.empty(),
                unmade ? Optional.of(ingredients(run, decided.orElseThrow())) : Optional.empty(),
                needsHead(run.getSpec(), status) ? laneHead(run) : Optional.empty());
    }

    private static boolean givenUp(Optional<RunStatus> status) {
        return status.filter(known -> Conditions.isFalse(known.conditions(), ConditionType.Restored))
                .isPresent();
    }

    private Ingredients ingredients(BuildSnapshotRun run, RunStatus.Restore decided) {
        var stream = Optional.ofNullable(run.getStatus().stream())
                .flatMap(name -> streams.named(run.getMetadata().getNamespace(), name));
        return new Ingredients(
                stream.flatMap(streams::settings),
                Optional.ofNullable(decided.snapshot()).flatMap(snapshots::named));
    }

    private static boolean needsHead(RunSpec spec, Optional<RunStatus> status) {
        return spec.save() != null
                && spec.save().wish() == RunSpec.Wish.Save
                && status.map(RunStatus::save).isEmpty()
                && status.map(RunStatus::slot).map(RunStatus.Slot::unstagedAt).isPresent();
    }

    private Optional<RunOrder> laneHead(BuildSnapshotRun run) {
        var spec = run.getSpec();
        var stream = StreamIdentity.of(run.getMetadata().getNamespace(), spec);
        return Lane.ofRef(spec.job().ref())
                .flatMap(lane ->
                        Heads.at(Coordinates.of(spec.request(), lane), snapshots.ofStream(stream.hash()), stream))
                .flatMap(Snapshot::lineage)
                .map(Lineage::order);
    }
}
