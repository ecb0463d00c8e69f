package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.operator.kube.MergePatch;
import dev.headwater.operator.kube.Role;
import dev.headwater.operator.kube.VaultObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes keepers and claims of the vault whose run is gone for good; never snapshots. It works from what the cluster holds and repeats
 * nothing that was done, so that any number of operators may sweep.
 */
public final class OrphanSweep {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanSweep.class);

    private final KubernetesClient client;
    private final String vault;
    private final Clock clock;

    public OrphanSweep(KubernetesClient client, String vault, Clock clock) {
        this.client = client;
        this.vault = vault;
        this.clock = clock;
    }

    /** Looks at every keeper, then at every claim: a claim goes only when nothing mounts it. */
    public void sweep() {
        sweep(Pod.class, Role.KEEPER);
        sweep(PersistentVolumeClaim.class, Role.CLAIM);
    }

    private <R extends HasMetadata> void sweep(Class<R> type, Role role) {
        var objects = client.resources(type)
                .inNamespace(vault)
                .withLabel(Api.LABEL_ROLE, role.label())
                .list()
                .getItems();
        objects.forEach(object -> treat(type, object, clock.instant()));
    }

    private <R extends HasMetadata> void treat(Class<R> type, R object, Instant now) {
        switch (OrphanPolicy.of(object, run(object), now)) {
            case KEEP -> {}
            case CLEAR -> annotate(object, Collections.singletonMap(Api.ANNOTATION_ORPHANED_AT, null));
            case MARK ->
                annotate(
                        object,
                        Map.of(
                                Api.ANNOTATION_ORPHANED_AT,
                                now.truncatedTo(ChronoUnit.SECONDS).toString()));
            case DELETE -> {
                LOG.warn(
                        "{} {} is deleted: its run is gone",
                        type.getSimpleName(),
                        object.getMetadata().getName());
                client.resource(object).delete();
            }
        }
    }

    private OrphanPolicy.Run run(HasMetadata object) {
        return VaultObject.runOf(object)
                        .map(id -> client.resources(BuildSnapshotRun.class)
                                .inNamespace(id.getNamespace().orElseThrow())
                                .withName(id.getName())
                                .get())
                        .isPresent()
                ? OrphanPolicy.Run.EXISTS
                : OrphanPolicy.Run.GONE;
    }

    private void annotate(HasMetadata object, Map<String, ?> annotations) {
        MergePatch.apply(client, object, Map.of("metadata", Map.of("annotations", annotations)));
    }
}
