package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.model.Condemnation;
import dev.headwater.operator.model.Uses;
import dev.headwater.operator.status.EventPublisher;
import dev.headwater.operator.status.RunEvent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what was planned for one VolumeSnapshot. Each write holds only for the object as it was looked at, so that one that changed
 * meanwhile, or another one of its name, is left alone.
 */
final class RetentionExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionExecutor.class);
    private static final String DELETE = "Delete";
    private static final String RETAIN = "Retain";

    private final KubernetesClient client;
    private final EventPublisher events;
    private final RetentionMeters meters;

    RetentionExecutor(KubernetesClient client, EventPublisher events, RetentionMeters meters) {
        this.client = client;
        this.events = events;
        this.meters = meters;
    }

    void act(RetentionStep step, Shelf shelf, BuildSnapshotStream stream, Instant now) {
        shelf.snapshot(step.snapshot()).ifPresent(snapshot -> {
            switch (step) {
                case RetentionStep.Stamp(var _, var uses) -> stamp(client, snapshot, uses);
                case RetentionStep.Spare _ -> spare(snapshot, shelf);
                case RetentionStep.Condemn(var _, var verdict) -> condemn(snapshot, verdict, stream, now);
                case RetentionStep.Delete delete -> delete(snapshot, delete, shelf);
            }
        });
    }

    /** Writes on a VolumeSnapshot when it was last used. */
    static void stamp(KubernetesClient client, VolumeSnapshot snapshot, Uses uses) {
        var annotations = new HashMap<String, String>();
        uses.last().ifPresent(at -> annotations.put(Api.ANNOTATION_LAST_USED, at.toString()));
        uses.asBase().ifPresent(at -> annotations.put(Api.ANNOTATION_LAST_USED_AS_BASE, at.toString()));
        LockedPatch.annotate(client, snapshot, annotations);
    }

    /** The content first: an operator that dies in between finds the mark, and spares it again. */
    private void spare(VolumeSnapshot snapshot, Shelf shelf) {
        shelf.contentOf(snapshot).ifPresent(content -> setPolicy(content, RETAIN));
        LockedPatch.annotate(client, snapshot, Collections.singletonMap(Api.ANNOTATION_CONDEMNED, null));
        LOG.info("{}: stays after all", name(snapshot));
    }

    private void condemn(VolumeSnapshot snapshot, Condemnation verdict, BuildSnapshotStream stream, Instant now) {
        LockedPatch.annotate(client, snapshot, Map.of(Api.ANNOTATION_CONDEMNED, verdict.toJson()));
        LOG.info("{}: goes at {}: {}", name(snapshot), verdict.goes(), verdict.reason());
        events.publish(
                stream,
                name(snapshot),
                RunEvent.normal(
                        verdict.reason().name(),
                        "The snapshot %s is deleted after %s.".formatted(name(snapshot), verdict.goes())),
                now);
    }

    /** The content first: with its VolumeSnapshot gone nothing would say any more that it should go, too. */
    private void delete(VolumeSnapshot snapshot, RetentionStep.Delete step, Shelf shelf) {
        var content = shelf.contentOf(snapshot);
        if (content.isEmpty() || shelf.isShared(content.get())) {
            LOG.info("{}: not deleted yet, because its content is not its alone", name(snapshot));
            return;
        }
        setPolicy(content.get(), DELETE);
        client.resource(snapshot).lockResourceVersion().delete();
        LOG.info("{}: deleted: {}", name(snapshot), step.reason());
        meters.deleted(step.reason());
    }

    private void setPolicy(VolumeSnapshotContent content, String policy) {
        if (!policy.equals(content.getSpec().getDeletionPolicy())) {
            LockedPatch.merge(client, content, Map.of(), Map.of("spec", Map.of("deletionPolicy", policy)));
        }
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }
}
