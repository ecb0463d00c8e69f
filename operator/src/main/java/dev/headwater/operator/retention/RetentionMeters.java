package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.RetentionReason;
import dev.headwater.operator.kube.SnapshotCatalog;
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
        gauge("headwater.snapshots.condemned", () -> each(_ -> true, this::condemned));
        gauge("headwater.contents.lost", () -> each(_ -> true, this::lost));
    }

    /** Contents of streams that no object stands for any more: kept, and paid for, until somebody makes the stream again or deletes them. */
    void countUnowned(Predicate<String> isOwned) {
        gauge(
                "headwater.contents.unowned",
                () -> each(
                        isOwned.negate(),
                        stream -> catalog.contentsOfStream(stream).size()));
    }

    void deleted(RetentionReason reason) {
        registry.counter("headwater.snapshots.deleted", "reason", reason.name()).increment();
    }

    void remade() {
        registry.counter("headwater.snapshots.remade").increment();
    }

    void forgotten() {
        registry.counter("headwater.runs.forgotten").increment();
    }

    private void gauge(String name, Supplier<Number> value) {
        Gauge.builder(name, value).strongReference(true).register(registry);
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
