package dev.headwater.operator.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the API server has told of the objects that a test waits for. Whoever asks it again and again instead keeps it busier than what is
 * tested does; so a test asks only when there is news.
 */
final class Sight {
    private static final Map<KubernetesClient, Sight> ALL = new ConcurrentHashMap<>();

    private final KubernetesClient client;
    private final Map<Class<?>, SharedIndexInformer<? extends HasMetadata>> watches = new ConcurrentHashMap<>();
    private final AtomicLong news = new AtomicLong();

    private Sight(KubernetesClient client) {
        this.client = client;
    }

    static Sight of(KubernetesClient client) {
        return ALL.computeIfAbsent(client, Sight::new);
    }

    /** Ends all that this client has watched. */
    static void close(KubernetesClient client) {
        Optional.ofNullable(ALL.remove(client))
                .ifPresent(sight -> sight.watches.values().forEach(SharedIndexInformer::stop));
    }

    /** The object as it was last told of; what was written a moment ago may not have come yet. */
    <R extends HasMetadata> Optional<R> last(Class<R> type, String namespace, String name) {
        return Optional.ofNullable(type.cast(watch(type).getIndexer().getByKey(namespace + "/" + name)));
    }

    /** The same of a type without namespaces. */
    <R extends HasMetadata> Optional<R> last(Class<R> type, String name) {
        return Optional.ofNullable(type.cast(watch(type).getIndexer().getByKey(name)));
    }

    /** All objects of a type as they were at one moment. */
    <R extends HasMetadata> List<R> all(Class<R> type) {
        return watch(type).getIndexer().list().stream().map(type::cast).toList();
    }

    /** Counts events of these types, and of those that were asked for before: nothing has changed since a number that is still the same. */
    @SafeVarargs
    final long news(Class<? extends HasMetadata>... types) {
        for (var type : types) {
            watch(type);
        }
        return news.get();
    }

    private SharedIndexInformer<? extends HasMetadata> watch(Class<? extends HasMetadata> type) {
        return watches.computeIfAbsent(type, _ -> begin(type));
    }

    private <R extends HasMetadata> SharedIndexInformer<R> begin(Class<R> type) {
        return client.resources(type).inAnyNamespace().inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(R object) {
                news.incrementAndGet();
            }

            @Override
            public void onUpdate(R before, R after) {
                news.incrementAndGet();
            }

            @Override
            public void onDelete(R object, boolean unknown) {
                news.incrementAndGet();
            }
        });
    }
}
