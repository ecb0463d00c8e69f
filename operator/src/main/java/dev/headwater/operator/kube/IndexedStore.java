package dev.headwater.operator.kube;

import dev.headwater.api.v1alpha1.Api;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An informer's store for objects of which a choice needs a few fields: it reads these into a value when an object arrives, keeps them by
 * what they are looked for by, and of the object only what a watch has to compare. An object as the API server sends it is ten times as
 * large.
 *
 * @param <R> the watched type
 * @param <V> what is kept of one
 */
public final class IndexedStore<R extends HasMetadata, V> implements ItemStore<R> {

    /** What a watch compares, and what a choice needs. */
    private record Entry<V>(String uid, String resourceVersion, List<String> keys, V value) {}

    private final Map<String, Entry<V>> entries = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> index = new ConcurrentHashMap<>();
    private final Function<R, V> reading;
    private final Function<R, List<String>> keys;
    private final Supplier<R> empty;

    /**
     * @param reading what to keep
     * @param keys what an object is looked for by
     * @param empty an object of the type without content, for the metadata that is kept
     */
    public IndexedStore(Function<R, V> reading, Function<R, List<String>> keys, Supplier<R> empty) {
        this.reading = reading;
        this.keys = keys;
        this.empty = empty;
    }

    /** What a stream's label says, as the only key. */
    static List<String> byStream(HasMetadata object) {
        return List.of(Optional.ofNullable(object.getMetadata().getLabels())
                .map(labels -> labels.get(Api.LABEL_STREAM))
                .orElse("")
                .intern());
    }

    /** What is kept of the objects that are looked for by this key. */
    public List<V> of(String key) {
        return index.getOrDefault(key, Set.of()).stream()
                .flatMap(object -> Stream.ofNullable(entries.get(object)))
                .map(Entry::value)
                .toList();
    }

    /** All keys that lead to an object. */
    public Set<String> keys() {
        return Set.copyOf(index.keySet());
    }

    /** What is kept of one object. */
    Optional<V> value(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    @Override
    public String getKey(R object) {
        return Cache.metaNamespaceKeyFunc(object);
    }

    @Override
    public @Nullable R put(String key, R object) {
        var metadata = object.getMetadata();
        var found = keys.apply(object);
        var entry = new Entry<>(metadata.getUid(), metadata.getResourceVersion(), found, reading.apply(object));
        var before = entries.put(key, entry);
        if (before != null) {
            before.keys().stream().filter(old -> !found.contains(old)).forEach(old -> forget(key, old));
        }
        found.forEach(now ->
                index.computeIfAbsent(now, _ -> ConcurrentHashMap.newKeySet(2)).add(key));
        return before == null ? null : trace(key, before);
    }

    @Override
    public @Nullable R remove(String key) {
        var before = entries.remove(key);
        if (before == null) {
            return null;
        }
        before.keys().forEach(old -> forget(key, old));
        return trace(key, before);
    }

    @Override
    public Stream<String> keySet() {
        return entries.keySet().stream();
    }

    @Override
    public Stream<R> values() {
        return entries.entrySet().stream().map(entry -> trace(entry.getKey(), entry.getValue()));
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public @Nullable R get(String key) {
        var entry = entries.get(key);
        return entry == null ? null : trace(key, entry);
    }

    @Override
    public boolean isFullState() {
        return false;
    }

    private void forget(String object, String key) {
        index.computeIfPresent(key, (_, objects) -> {
            objects.remove(object);
            return objects.isEmpty() ? null : objects;
        });
    }

    private R trace(String key, Entry<V> entry) {
        var slash = key.indexOf('/');
        var metadata = new ObjectMeta();
        metadata.setNamespace(slash < 0 ? null : key.substring(0, slash));
        metadata.setName(key.substring(slash + 1));
        metadata.setUid(entry.uid());
        metadata.setResourceVersion(entry.resourceVersion());
        var trace = empty.get();
        trace.setMetadata(metadata);
        return trace;
    }
}
