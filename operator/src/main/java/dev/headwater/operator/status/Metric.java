package dev.headwater.operator.status;

import java.util.List;

/** What the operator measures, beside what its framework does. */
public enum Metric {
    EVENTS("headwater.events", Kind.COUNTER, "Events that were published, by reason.", "type", "reason"),
    RESTORES(
            "headwater.restores",
            Kind.COUNTER,
            "Restore decisions, and volumes that did not come after theirs, by where the content comes from.",
            "from",
            "reason"),
    SAVES("headwater.saves", Kind.COUNTER, "Verdicts, and snapshots that failed after theirs.", "decision", "reason"),
    GITHUB("headwater.github.answers", Kind.COUNTER, "What came of asking GitHub whose job a run is.", "use", "reason"),
    CUT("headwater.snapshot.cut", Kind.TIMER, "From the verdict to the cut: queue, snapshot controller, storage."),
    READY(
            "headwater.snapshot.ready",
            Kind.TIMER,
            "From the cut until the operator noticed that the snapshot can be restored."),
    READY_LAG(
            "headwater.snapshot.ready.lag",
            Kind.TIMER,
            "From the last look at a snapshot that was not ready until it was noticed to be: at most so much later than the storage knew."),
    SNAPSHOTS_CONDEMNED("headwater.snapshots.condemned", Kind.GAUGE, "Snapshots that are going to be deleted."),
    SNAPSHOTS_DELETED(
            "headwater.snapshots.deleted", Kind.COUNTER, "Snapshots that retention deleted, by why it did.", "reason"),
    SNAPSHOTS_REMADE(
            "headwater.snapshots.remade",
            Kind.COUNTER,
            "VolumeSnapshots that were deleted by hand and made again from their contents."),
    CONTENTS_LOST("headwater.contents.lost", Kind.GAUGE, "Contents whose VolumeSnapshot is not there."),
    CONTENTS_UNOWNED(
            "headwater.contents.unowned",
            Kind.GAUGE,
            "Contents of streams that are not there: kept, and paid for, until somebody makes the stream again or deletes them."),
    RUNS_FORGOTTEN("headwater.runs.forgotten", Kind.COUNTER, "Complete runs that retention deleted."),
    ORPHANS_DELETED(
            "headwater.orphans.deleted",
            Kind.COUNTER,
            "Keepers (Pod) and claims (PersistentVolumeClaim) of the vault that were deleted because their run is gone.",
            "kind");

    /** How values of a metric add up. */
    public enum Kind {
        COUNTER,
        GAUGE,
        TIMER
    }

    private final String id;
    private final Kind kind;
    private final String description;
    private final List<String> tags;

    Metric(String id, Kind kind, String description, String... tags) {
        this.id = id;
        this.kind = kind;
        this.description = description;
        this.tags = List.of(tags);
    }

    /** As Micrometer names it. */
    public String id() {
        return id;
    }

    /** As Prometheus reads it. */
    public String series() {
        var name = id.replace('.', '_');
        return switch (kind) {
            case COUNTER -> name + "_total";
            case GAUGE -> name;
            case TIMER -> name + "_seconds";
        };
    }

    public Kind kind() {
        return kind;
    }

    /** A sentence for people. */
    public String description() {
        return description;
    }

    /** Names of its labels. */
    public List<String> tags() {
        return tags;
    }
}
