package dev.headwater.operator.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The heads of a stream: at each place the newest restorable snapshot. */
public final class Heads {
    /** The heads among these snapshots; those of other streams, unready ones and those of unproven origin do not count. */
    public static Map<Coordinates, Snapshot> of(List<Snapshot> snapshots, StreamIdentity stream) {
        return snapshots.stream()
                .filter(Snapshot::isRestorable)
                .filter(snapshot -> snapshot.lineage().orElseThrow().stream().equals(stream))
                .collect(Collectors.toMap(
                        snapshot -> snapshot.lineage().orElseThrow().coordinates(),
                        Function.identity(),
                        BinaryOperator.minBy(Snapshot.NEWEST_FIRST)));
    }

    /** The head at one place. */
    public static Optional<Snapshot> at(Coordinates place, List<Snapshot> snapshots, StreamIdentity stream) {
        return Optional.ofNullable(of(snapshots, stream).get(place));
    }

    private Heads() {}
}
