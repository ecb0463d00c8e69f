package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.operator.kube.SnapshotCatalog;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.model.Uses;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Deletes runs that are over for long, after what they alone know of a snapshot's use was written on the snapshot. */
final class RunForgetter {
    private static final int STRAYS_OF_A_NAMESPACE = 50;

    private final KubernetesClient client;
    private final String vault;
    private final SnapshotCatalog catalog;
    private final RunCatalog runs;
    private final RetentionExecutor executor;
    private final RetentionMeters meters;

    RunForgetter(
            KubernetesClient client,
            String vault,
            SnapshotCatalog catalog,
            RunCatalog runs,
            RetentionExecutor executor,
            RetentionMeters meters) {
        this.client = client;
        this.vault = vault;
        this.catalog = catalog;
        this.runs = runs;
        this.executor = executor;
        this.meters = meters;
    }

    void look(StreamIdentity stream, int most, Instant now) {
        var hash = stream.hash();
        if (isWhole(hash)) {
            forget(RunPlanner.forgotten(runs.ofStream(hash), saved(hash), most, RunPlanner.YOUNG, now));
        }
    }

    /** Looks at the runs, namespace by namespace, that asked for streams which no object stands for. */
    void lookAtStrays(Predicate<String> isOwned, Instant now) {
        var unowned = runs.streams().stream()
                .filter(isOwned.negate())
                .filter(this::isWhole)
                .toList();
        var saved = unowned.stream().flatMap(hash -> saved(hash).stream()).collect(Collectors.toSet());
        unowned.stream()
                .flatMap(hash -> runs.ofStream(hash).stream())
                .collect(Collectors.groupingBy(RunTrace::namespace))
                .values()
                .forEach(strays ->
                        forget(RunPlanner.forgotten(strays, saved, STRAYS_OF_A_NAMESPACE, RunPlanner.STRAY, now)));
    }

    /** A content that lost its VolumeSnapshot still names a run, so then nothing is forgotten. */
    private boolean isWhole(String stream) {
        return catalog.lostOfStream(stream).isEmpty();
    }

    private Set<String> saved(String stream) {
        return catalog.ofStream(stream).stream().map(Snapshot::name).collect(Collectors.toSet());
    }

    private void forget(List<RunTrace> forgotten) {
        var uids = forgotten.stream().map(RunTrace::uid).collect(Collectors.toSet());
        forgotten.stream()
                .flatMap(run -> run.restored().stream())
                .distinct()
                .forEach(snapshot -> remember(snapshot, uids));
        forgotten.forEach(this::delete);
    }

    private void remember(String snapshot, Set<String> forgotten) {
        catalog.named(vault, snapshot)
                .filter(known -> !runs.uses(snapshot).isWithin(known.uses().and(rest(snapshot, forgotten))))
                .flatMap(_ -> Optional.ofNullable(client.resources(VolumeSnapshot.class)
                        .inNamespace(vault)
                        .withName(snapshot)
                        .get()))
                .ifPresent(found -> executor.stamp(found, runs.uses(snapshot)));
    }

    private Uses rest(String snapshot, Set<String> forgotten) {
        return runs.of(snapshot).stream()
                .filter(run -> !forgotten.contains(run.uid()))
                .map(RunTrace::uses)
                .reduce(Uses.NONE, Uses::and);
    }

    /** This very run as it was seen: complete is the last thing that it becomes. */
    private void delete(RunTrace trace) {
        var run = new BuildSnapshotRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withNamespace(trace.namespace())
                .withName(trace.name())
                .withUid(trace.uid())
                .withResourceVersion(trace.resourceVersion())
                .build());
        client.resource(run).lockResourceVersion().delete();
        meters.forgotten();
    }
}
