package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.RetentionReason;
import dev.headwater.operator.kube.SnapshotCatalog;
import dev.headwater.operator.status.Metric;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** What is counted: snapshots that went and why, those that go next, and contents that nobody sees to. */
final class RetentionMeters {
    private final MeterRegistry registry;
    private final SnapshotCatalog catalog;

    RetentionMeters(MeterRegistry registry, SnapshotCatalog catalog) {
        this.registry = registry;
        this.catalog = catalog;
        gauge(Metric.SNAPSHOTS_CONDEMNED, () -> each(_ -> true, this::condemned));
        gauge(Metric.CONTENTS_LOST, () -> each(_ -> true, this::lost));
    }

    /** @param isOwned whether there is a stream of this identity */
    void countUnowned(Predicate<String> isOwned) {
        gauge(
                Metric.CONTENTS_UNOWNED,
                () -> each(
                        isOwned.negate(),
                        stream -> catalog.contentsOfStream(stream).size()));
    }

    void deleted(RetentionReason reason) {
        var tag = Metric.SNAPSHOTS_DELETED.tags().getFirst();
        registry.counter(Metric.SNAPSHOTS_DELETED.id(), tag, reason.name()).increment();
    }

    void remade() {
        registry.counter(Metric.SNAPSHOTS_REMADE.id()).increment();
    }

    private void gauge(Metric metric, Supplier<Number> value) {
        Gauge.builder(metric.id(), value).strongReference(true).register(registry);
    }

    private long each(Predicate<String> stream, ToLongFunction<String> count) {
        return catalog.streams().stream().filter(stream).mapToLong(count).sum();
    }

    private long condemned(String stream) {
        return catalog.ofStream(stream).stream()
                .filter(snapshot -> snapshot.condemned().isPresent())
                .count();
    }

    private long lost(String stream) {
        return catalog.lostOfStream(stream).size();
    }
}
