package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.operator.kube.Role;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.Snapshot;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which snapshots something living needs. From the API server itself: a cache that does not know of a run would let its data go. */
final class InUseGatherer {
    private static final String RESTORED = "status.restore.snapshot";

    private final KubernetesClient client;
    private final String vault;

    InUseGatherer(KubernetesClient client, String vault) {
        this.client = client;
        this.vault = vault;
    }

    /** The names of those that are in use among these. */
    Set<String> among(List<Snapshot> snapshots) {
        if (snapshots.isEmpty()) {
            return Set.of();
        }
        var claimed = claimed();
        return snapshots.stream()
                .filter(snapshot -> claimed.contains(snapshot.name()) || isGiven(snapshot) || isBeingSaved(snapshot))
                .map(Snapshot::name)
                .collect(Collectors.toSet());
    }

    /** Whether the run of this uid is there, and not complete. */
    boolean isSaving(Lineage lineage, String name) {
        return Optional.ofNullable(client.resources(BuildSnapshotRun.class)
                        .inNamespace(lineage.namespace())
                        .withName(name)
                        .get())
                .filter(run -> run.getMetadata().getUid().equals(lineage.runUid()))
                .filter(InUseGatherer::isLiving)
                .isPresent();
    }

    /** Streams that lend each other content share a namespace. */
    private boolean isGiven(Snapshot snapshot) {
        return snapshot.lineage().stream()
                .flatMap(lineage -> client
                        .resources(BuildSnapshotRun.class)
                        .inNamespace(lineage.namespace())
                        .withField(RESTORED, snapshot.name())
                        .list()
                        .getItems()
                        .stream())
                .anyMatch(InUseGatherer::isLiving);
    }

    private boolean isBeingSaved(Snapshot snapshot) {
        return snapshot.lineage()
                .filter(lineage -> isSaving(lineage, snapshot.name()))
                .isPresent();
    }

    private Set<String> claimed() {
        return client
                .persistentVolumeClaims()
                .inNamespace(vault)
                .withLabel(Api.LABEL_ROLE, Role.CLAIM.label())
                .list()
                .getItems()
                .stream()
                .flatMap(InUseGatherer::source)
                .collect(Collectors.toSet());
    }

    private static Stream<String> source(PersistentVolumeClaim claim) {
        return Stream.ofNullable(claim.getSpec().getDataSource()).map(source -> source.getName());
    }

    private static boolean isLiving(BuildSnapshotRun run) {
        return RunTrace.of(run).completeAt().isEmpty();
    }
}
