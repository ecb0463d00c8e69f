package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.CaptureReason;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.StreamSpec;
import dev.headwater.operator.capture.CaptureQueue;
import dev.headwater.operator.capture.CaptureQueue.Waiting;
import dev.headwater.operator.capture.CaptureSettings;
import dev.headwater.operator.capture.CaptureStep;
import dev.headwater.operator.kube.SnapshotPairing;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.RunOrder;
import dev.headwater.operator.run.RunSources.Absence;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gathers the saves of all namespaces whose snapshots are under way or still to be taken, and asks whose turn it is. */
final class CaptureTurns {
    private final RunSources sources;
    private final StreamReader streams;
    private final CaptureSettings settings;

    CaptureTurns(RunSources sources, StreamReader streams, CaptureSettings settings) {
        this.sources = sources;
        this.streams = streams;
        this.settings = settings;
    }

    /** To be asked by one thread at a time, which then does what it is told: each counts those before it. */
    CaptureStep next(RunFacts facts, Context<BuildSnapshotRun> context, Instant now) {
        var run = facts.run();
        var others = others(run, context);
        var pending = others.stream()
                .filter(other -> snapshot(other, context)
                        .filter(CaptureTurns::isUnderWay)
                        .isPresent())
                .count();
        List<BuildSnapshotRun> waiting = others.stream()
                .filter(other -> isToBeTaken(other) && snapshot(other, context).isEmpty())
                .toList();
        if (pending + waiting.size() < settings.maxPending()) {
            return new CaptureStep.Take();
        }
        return CaptureQueue.next(
                waiting(run),
                waiting.stream().map(this::waiting).toList(),
                pending,
                settings,
                facts.condition(ConditionType.Captured)
                        .filter(condition -> condition.getReason().equals(CaptureReason.Queued.name()))
                        .isPresent(),
                now);
    }

    private List<BuildSnapshotRun> others(BuildSnapshotRun run, Context<BuildSnapshotRun> context) {
        var runs = context.getPrimaryCache();
        return runs.list(CaptureTurns::isOpen)
                .map(ResourceID::fromResource)
                .filter(id -> !id.equals(ResourceID.fromResource(run)))
                .flatMap(id -> runs.get(id).stream())
                .collect(Collectors.toList());
    }

    private Optional<VolumeSnapshot> snapshot(BuildSnapshotRun run, Context<BuildSnapshotRun> context) {
        return sources.find(VolumeSnapshot.class, run, context, Absence.LIKELY);
    }

    private Waiting waiting(BuildSnapshotRun run) {
        var namespace = run.getMetadata().getNamespace();
        var status = Optional.ofNullable(run.getStatus());
        var defaultLane = status.map(RunStatus::stream)
                .flatMap(stream -> streams.named(namespace, stream))
                .map(stream -> stream.getSpec())
                .map(StreamSpec::defaultBranch)
                .orElse(Lane.DEFAULT_BRANCH);
        return new Waiting(
                namespace + "/" + run.getMetadata().getName(),
                status.map(RunStatus::lane)
                        .filter(new Lane.Branch(defaultLane).text()::equals)
                        .isPresent(),
                RunOrder.of(run.getSpec().job()));
    }

    private static boolean isUnderWay(VolumeSnapshot snapshot) {
        return !SnapshotPairing.isReady(snapshot) && !VaultObject.isDeleting(snapshot);
    }

    /** Saved, as far as the verdict goes, and not restorable yet. */
    private static boolean isOpen(BuildSnapshotRun run) {
        return !RunPolicy.isOver(run)
                && save(run)
                        .filter(save -> save.decision().equals(Finishing.SAVE) && save.readyAt() == null)
                        .isPresent();
    }

    private static boolean isToBeTaken(BuildSnapshotRun run) {
        return save(run).filter(save -> save.cutAt() == null).isPresent();
    }

    private static Optional<RunStatus.Save> save(BuildSnapshotRun run) {
        return Optional.ofNullable(run.getStatus()).map(RunStatus::save);
    }
}
