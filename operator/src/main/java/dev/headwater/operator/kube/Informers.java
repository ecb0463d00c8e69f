package dev.headwater.operator.kube;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;

/** How the operator watches: by label, in the vault only, and without what it never reads. */
public final class Informers {

    /** The vault's objects of one role, as events of their runs or streams. */
    public static <R extends HasMetadata> InformerEventSourceConfiguration.Builder<R> ofVault(
            Class<R> type, Class<? extends HasMetadata> primary, Role role, String vault) {
        return InformerEventSourceConfiguration.from(type, primary)
                .withName(role.label() + "s")
                .withNamespaces(vault)
                .withLabelSelector(role.selector())
                .withOnUpdateFilter(News::isIn)
                .withItemStore(lean());
    }

    /** The vault's warnings: what provisioner, attacher, scheduler and kubelet say only there. */
    public static InformerEventSourceConfiguration.Builder<Event> warnings(
            Class<? extends HasMetadata> primary, String vault) {
        return InformerEventSourceConfiguration.from(Event.class, primary)
                .withName("warnings")
                .withNamespaces(vault)
                .withFieldSelector(new FieldSelector(new FieldSelector.Field("type", "Warning")))
                .withItemStore(lean());
    }

    /** A store without managed fields, which are half of an object's size and say nothing to us. */
    public static <R extends HasMetadata> ItemStore<R> lean() {
        return new TransformingItemStore<>(object -> {
            object.getMetadata().setManagedFields(null);
            return object;
        });
    }

    /** Streams without their status as well, for who reads only what people say. */
    public static ItemStore<BuildSnapshotStream> withoutStatus() {
        return new TransformingItemStore<>(stream -> {
            stream.getMetadata().setManagedFields(null);
            stream.setStatus(null);
            return stream;
        });
    }

    private Informers() {}
}
