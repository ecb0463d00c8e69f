package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.StreamIdentity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the steps of {@link RemakePolicy}: one for each content and look, as every one of them changes what there is to see. */
final class Remaker {
    private static final Logger LOG = LoggerFactory.getLogger(Remaker.class);

    /** Without it the sidecar does not let a content go; the snapshot controller sets it unless it was kept from doing so. */
    private static final Map<String, String> SNAPSHOT_IS_GONE =
            Map.of("snapshot.storage.kubernetes.io/volumesnapshot-being-deleted", "yes");

    private final KubernetesClient client;
    private final InUseGatherer uses;
    private final RetentionMeters meters;

    Remaker(KubernetesClient client, InUseGatherer uses, RetentionMeters meters) {
        this.client = client;
        this.uses = uses;
        this.meters = meters;
    }

    /** Whether there is more to come for one of the stream's contents. */
    boolean look(Shelf shelf, StreamIdentity stream, RemakePolicy.Aim aim) {
        return shelf.lost().stream()
                .map(content -> take(RemakePolicy.next(facts(content, shelf), stream, aim)))
                .reduce(false, Boolean::logicalOr);
    }

    private RemakeFacts facts(VolumeSnapshotContent content, Shelf shelf) {
        var reference = content.getSpec().getVolumeSnapshotRef();
        var lineage = VaultObject.annotation(content, Api.ANNOTATION_LINEAGE).flatMap(Lineage::parse);
        return new RemakeFacts(
                content,
                Optional.ofNullable(client.resources(VolumeSnapshot.class)
                        .inNamespace(reference.getNamespace())
                        .withName(reference.getName())
                        .get()),
                shelf.content(DesiredRemake.successorOf(content)),
                lineage.filter(known -> uses.isSaving(known, reference.getName()))
                        .isPresent());
    }

    private boolean take(RemakeStep step) {
        switch (step) {
            case RemakeStep.MakeContent(var desired) -> client.resource(desired).create();
            case RemakeStep.MakeSnapshot(var desired) -> {
                client.resource(desired).create();
                LOG.warn(
                        "{}: the VolumeSnapshot was deleted by hand, and is made again from its content",
                        desired.getMetadata().getName());
                meters.remade();
            }
            case RemakeStep.DropContent(var content) -> remove(content, Map.of());
            case RemakeStep.DropData(var content) ->
                remove(content, Map.of("spec", Map.of("deletionPolicy", "Delete")));
            case RemakeStep.Wait _ -> {}
            case RemakeStep.Leave _ -> {
                return false;
            }
        }
        return true;
    }

    private void remove(VolumeSnapshotContent content, Map<String, ?> change) {
        var marked = LockedPatch.merge(client, content, Map.of("annotations", SNAPSHOT_IS_GONE), change);
        client.resource(marked).lockResourceVersion().delete();
        LOG.info(
                "content {} is removed, {}",
                content.getMetadata().getName(),
                change.isEmpty() ? "and another one stands for its data" : "with its data");
    }
}
