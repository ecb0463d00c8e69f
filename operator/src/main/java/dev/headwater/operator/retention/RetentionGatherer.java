package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.kube.SnapshotCatalog;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.model.StreamRules;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads what a plan rests on: from the catalogs to see whether there is anything to do, which for most streams there is not, and from the
 * API server itself before anything is done.
 */
final class RetentionGatherer {

    /**
     * A stream as the API server has it.
     *
     * @param settings empty if its policy does not exist
     * @param others further streams of the same identity that are not being deleted
     */
    record Found(BuildSnapshotStream stream, Optional<PolicySettings> settings, List<BuildSnapshotStream> others) {}

    private final KubernetesClient client;
    private final String vault;
    private final StreamReader streams;
    private final SnapshotCatalog catalog;
    private final RunCatalog runs;

    RetentionGatherer(KubernetesClient client, String vault, SnapshotCatalog catalog, RunCatalog runs) {
        this.client = client;
        this.vault = vault;
        this.streams = new StreamReader(client);
        this.catalog = catalog;
        this.runs = runs;
    }

    static StreamIdentity identity(BuildSnapshotStream stream) {
        return StreamIdentity.of(stream.getMetadata().getNamespace(), stream.getSpec());
    }

    static RetentionRules rules(BuildSnapshotStream stream, PolicySettings settings) {
        var spec = stream.getSpec();
        return new RetentionRules(
                identity(stream),
                new Lane.Branch(Objects.requireNonNullElse(spec.defaultBranch(), Lane.DEFAULT_BRANCH)),
                StreamRules.of(spec),
                settings.origins().read(),
                settings.retention());
    }

    /** A stream's snapshots as far as they have arrived. */
    List<Snapshot> known(StreamIdentity stream) {
        return withUses(catalog.ofStream(stream.hash()));
    }

    /** The same stream again; empty if it is gone, or another one of its name. */
    Optional<Found> find(BuildSnapshotStream seen) {
        var uid = seen.getMetadata().getUid();
        return Optional.ofNullable(client.resource(seen).get())
                .filter(stream -> stream.getMetadata().getUid().equals(uid))
                .map(stream -> new Found(stream, streams.settings(stream), others(stream)));
    }

    Shelf shelf(StreamIdentity stream) {
        var label = stream.hash();
        return new Shelf(
                client.resources(VolumeSnapshot.class)
                        .inNamespace(vault)
                        .withLabel(Api.LABEL_STREAM, label)
                        .list()
                        .getItems(),
                client.resources(VolumeSnapshotContent.class)
                        .withLabel(Api.LABEL_STREAM, label)
                        .list()
                        .getItems());
    }

    /** With what runs tell of their use. */
    List<Snapshot> withUses(List<Snapshot> snapshots) {
        return snapshots.stream()
                .map(snapshot -> snapshot.and(runs.uses(snapshot.name())))
                .toList();
    }

    /** Whether a run that asked for this stream is not complete. */
    boolean isAskedFor(StreamIdentity stream) {
        return client.resources(BuildSnapshotRun.class).inNamespace(stream.namespace()).list().getItems().stream()
                .filter(run ->
                        StreamIdentity.of(stream.namespace(), run.getSpec()).equals(stream))
                .anyMatch(run -> RunTrace.of(run).completeAt().isEmpty());
    }

    private List<BuildSnapshotStream> others(BuildSnapshotStream stream) {
        var spec = stream.getSpec();
        return streams.find(stream.getMetadata().getNamespace(), spec.key(), spec.path()).stream()
                .filter(other -> other.getSpec().repository().equals(spec.repository()))
                .filter(other -> !other.getMetadata()
                        .getUid()
                        .equals(stream.getMetadata().getUid()))
                .toList();
    }

    /** Whether this stream speaks for its identity. */
    static boolean isFirst(BuildSnapshotStream stream, List<BuildSnapshotStream> others) {
        return Stream.concat(Stream.of(stream), others.stream())
                .filter(other -> !VaultObject.isDeleting(other))
                .min(StreamReader.PRECEDENCE)
                .filter(first ->
                        first.getMetadata().getUid().equals(stream.getMetadata().getUid()))
                .isPresent();
    }
}
