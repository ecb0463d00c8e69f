package dev.headwater.node.slot;

import dev.headwater.control.Fields;
import dev.headwater.control.Marker;
import dev.headwater.control.Order;
import dev.headwater.node.record.RunRecord;
import java.time.Instant;
import java.util.Optional;

/** What the keeper is told to do at the end of a run. */
public final class SealOrder {

    /** With what the volume will say of its origin, and of the marker that it carries from now on. */
    public static Order of(RunRecord record) {
        var job = record.spec().job();
        var relevance = record.ask().terms().relevance();
        var fields = new Fields.Builder()
                .with("run", record.ask().namespace() + "/" + record.ask().run());
        VolumeRecordPolicy.identity(record.spec()).forEach(fields::with);
        fields.with("ref", job.ref())
                .with("sha", job.sha())
                .with("run-id", job.runId().toString())
                .with("run-attempt", job.runAttempt().toString())
                .with("restored-snapshot", restoredSnapshot(record));
        relevance
                .marker()
                .filter(marker -> marker.value().isPresent())
                .ifPresent(marker -> fields.with(Marker.FILE, marker.file()).with(Marker.VALUE, marker.value()));
        return new Order.Seal(
                RunPolicy.SEAL_TIMEOUT,
                fields.build(),
                relevance,
                ChangePolicy.base(record),
                Optional.ofNullable(record.slot().attachedAt()).map(Instant::parse));
    }

    private static Optional<String> restoredSnapshot(RunRecord record) {
        return Optional.ofNullable(record.local().result())
                .map(result -> result.get("restored-snapshot-id"))
                .filter(name -> !name.isEmpty());
    }

    private SealOrder() {}
}
