package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.operator.capture.CaptureStep;
import dev.headwater.operator.capture.DesiredSnapshot;
import dev.headwater.operator.keeper.DesiredKeeper;
import dev.headwater.operator.keeper.KeeperSettings;
import dev.headwater.operator.kube.MergePatch;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.status.RunJournal;
import dev.headwater.operator.status.StatusWriter;
import dev.headwater.operator.storage.StandingGatherer;
import dev.headwater.operator.volume.ClaimRecord;
import dev.headwater.operator.volume.DesiredClaim;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Takes one step: an object made or deleted, or an entry in the journal. */
final class RunExecutor {
    private static final String DELETION_POLICY = "deletionPolicy";

    private final KubernetesClient client;
    private final RunSources sources;
    private final String vault;
    private final KeeperSettings keepers;
    private final StandingGatherer standings;

    RunExecutor(
            KubernetesClient client,
            RunSources sources,
            String vault,
            KeeperSettings keepers,
            StandingGatherer standings) {
        this.client = client;
        this.sources = sources;
        this.vault = vault;
        this.keepers = keepers;
        this.standings = standings;
    }

    /** The run as it is after the step. */
    BuildSnapshotRun act(RunStep step, RunFacts facts, Context<BuildSnapshotRun> context, Instant now) {
        var run = facts.run();
        switch (step) {
            case RunStep.MakeClaim(var record, var settings, var source) ->
                create(PersistentVolumeClaim.class, DesiredClaim.of(run, vault, record, settings, source), context);
            case RunStep.MakeKeeper(var job, var attempt, var arguments) ->
                create(Pod.class, DesiredKeeper.of(run, vault, job, attempt, arguments, keepers), context);
            case RunStep.DeleteKeeper _ -> delete(facts.keeper());
            case RunStep.DeleteClaim _ -> delete(facts.claim());
            case RunStep.AskForProbe(var classes) -> standings.askForProbe(classes);
            case RunStep.DropSnapshot _ -> drop(facts);
            case RunStep.Capture(CaptureStep.Take _) -> create(VolumeSnapshot.class, snapshot(facts), context);
            case RunStep.Capture(CaptureStep.Prove(var content, var lineage)) -> prove(content, lineage, run);
            case RunStep.Capture(CaptureStep.Poll(var content)) -> poll(content, now);
            default -> {
                var journal = RunJournal.of(run.getStatus());
                return StatusWriter.write(context, run, JournalEntry.after(journal, run.getSpec(), step, now));
            }
        }
        return run;
    }

    private <R extends HasMetadata> void create(Class<R> type, R desired, Context<BuildSnapshotRun> context) {
        context.resourceOperations()
                .create(desired, sources.informer(type, context).orElseThrow());
    }

    private void delete(Optional<? extends HasMetadata> object) {
        object.ifPresent(known -> client.resource(known).delete());
    }

    private VolumeSnapshot snapshot(RunFacts facts) {
        return DesiredSnapshot.of(
                facts.run(),
                vault,
                Lane.ofRef(facts.run().getSpec().job().ref()).orElseThrow(),
                facts.claim().flatMap(ClaimRecord::of).flatMap(record -> Optional.ofNullable(record.snapshotClass())));
    }

    private void prove(VolumeSnapshotContent content, String lineage, BuildSnapshotRun run) {
        var stream = StreamIdentity.of(run.getMetadata().getNamespace(), run.getSpec());
        MergePatch.apply(
                client,
                content,
                Map.of(
                        "metadata",
                        Map.of(
                                "annotations", Map.of(Api.ANNOTATION_LINEAGE, lineage),
                                "labels", Map.of(Api.LABEL_STREAM, stream.hash())),
                        "spec",
                        Map.of(DELETION_POLICY, "Retain")));
    }

    private void poll(VolumeSnapshotContent content, Instant now) {
        var at = now.truncatedTo(ChronoUnit.MILLIS).toString();
        MergePatch.apply(
                client, content, Map.of("metadata", Map.of("annotations", Map.of(Api.ANNOTATION_POLLED_AT, at))));
    }

    private void drop(RunFacts facts) {
        facts.content()
                .ifPresent(content ->
                        MergePatch.apply(client, content, Map.of("spec", Map.of(DELETION_POLICY, "Delete"))));
        delete(facts.snapshot());
    }
}
