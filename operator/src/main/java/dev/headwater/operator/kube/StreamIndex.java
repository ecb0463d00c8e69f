package dev.headwater.operator.kube;

import dev.headwater.api.v1alpha1.BuildSnapshotPolicy;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.model.StreamIdentity;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A controller's streams by what other objects know of them: the hash of their identity, and the policy that they name. */
public final class StreamIndex {
    private static final String BY_IDENTITY = "identity";
    private static final String BY_POLICY = "policy";

    /** To be called before the controller begins. */
    public static void addTo(EventSourceContext<BuildSnapshotStream> context) {
        context.getPrimaryCache().addIndexer(BY_IDENTITY, stream -> List.of(identity(stream)));
        context.getPrimaryCache()
                .addIndexer(
                        BY_POLICY,
                        stream -> policy(stream).map(StreamIndex::key).stream().toList());
    }

    /** All streams with this identity, as {@link StreamIdentity#hash} has it. */
    public static List<BuildSnapshotStream> ofIdentity(IndexedResourceCache<BuildSnapshotStream> streams, String hash) {
        return streams.byIndex(BY_IDENTITY, hash);
    }

    /** The policies of all namespaces, as events of the streams that name them. */
    public static InformerEventSource<BuildSnapshotPolicy, BuildSnapshotStream> policies(
            EventSourceContext<BuildSnapshotStream> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(BuildSnapshotPolicy.class, BuildSnapshotStream.class)
                        .withName("policies")
                        .withWatchAllNamespaces()
                        .withItemStore(Informers.lean())
                        .withSecondaryToPrimaryMapper(policy ->
                                ids(context.getPrimaryCache().byIndex(BY_POLICY, key(ResourceID.fromResource(policy)))))
                        .build(),
                context);
    }

    /** The policy that the stream names. */
    public static Optional<ResourceID> policy(BuildSnapshotStream stream) {
        return Optional.ofNullable(stream.getSpec().policyRef())
                .map(reference ->
                        new ResourceID(reference.name(), stream.getMetadata().getNamespace()));
    }

    public static Set<ResourceID> ids(Collection<? extends HasMetadata> objects) {
        return objects.stream().map(ResourceID::fromResource).collect(Collectors.toSet());
    }

    private static String identity(BuildSnapshotStream stream) {
        return StreamIdentity.of(stream.getMetadata().getNamespace(), stream.getSpec())
                .hash();
    }

    private static String key(ResourceID policy) {
        return policy.getNamespace().orElse("") + "/" + policy.getName();
    }

    private StreamIndex() {}
}
