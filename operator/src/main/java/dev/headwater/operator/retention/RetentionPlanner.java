package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.RetentionReason;
import dev.headwater.operator.model.Coordinates;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.Snapshot.State;
import dev.headwater.operator.model.Uses;
import dev.headwater.operator.retention.LaneStanding.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says of each snapshot of a stream whether it stays or goes. What would go is found without looking at who uses what; then what is in use
 * stays all the same. So a snapshot is never deleted because another one is in use.
 */
public final class RetentionPlanner {
    /**
     * The first stay longest: by when they would go, of equal ones that of the later run. So no snapshot goes before an older one of its lane,
     * whichever was cut first.
     */
    private static final Comparator<Place> LONGEST_FIRST = Comparator.comparing(
                    (Place place) -> place.lane().keepUntil(), Comparator.reverseOrder())
            .thenComparing(Place::snapshot, Snapshot.NEWEST_FIRST);

    private final RetentionRules rules;
    private final Set<String> inUse;
    private final Instant now;
    private final Map<String, Kept> kept = new TreeMap<>();
    private final Map<String, RetentionReason> deleted = new TreeMap<>();
    private final Map<String, Uses> stamps = new TreeMap<>();

    private RetentionPlanner(RetentionRules rules, Set<String> inUse, Instant now) {
        this.rules = rules;
        this.inUse = inUse;
        this.now = now;
    }

    /**
     * Of a stream that lives.
     *
     * @param snapshots all of the stream, each with its uses as far as anybody knows
     * @param inUse names of those that something living needs
     */
    public static RetentionPlan plan(List<Snapshot> snapshots, Set<String> inUse, RetentionRules rules, Instant now) {
        var planner = new RetentionPlanner(rules, inUse, now);
        planner.judge(snapshots);
        return planner.result();
    }

    /** Of a stream that goes with its snapshots: only what is in use stays. */
    public static RetentionPlan clear(List<Snapshot> snapshots, Set<String> inUse, RetentionRules rules, Instant now) {
        var planner = new RetentionPlanner(rules, inUse, now);
        snapshots.forEach(snapshot -> planner.unsound(snapshot)
                .filter(reason -> reason != Kept.PENDING || snapshot.lineage().isEmpty())
                .ifPresentOrElse(
                        reason -> planner.kept.put(snapshot.name(), reason),
                        () -> planner.goes(snapshot, RetentionReason.StreamDeleted)));
        return planner.result();
    }

    private RetentionPlan result() {
        return new RetentionPlan(kept, deleted, stamps);
    }

    private void judge(List<Snapshot> snapshots) {
        var sound = new ArrayList<Snapshot>();
        for (var snapshot : snapshots) {
            unsound(snapshot)
                    .or(() -> rules.owner().suspended() ? Optional.of(Kept.SUSPENDED) : Optional.empty())
                    .ifPresentOrElse(reason -> kept.put(snapshot.name(), reason), () -> sound.add(snapshot));
        }
        var restorable =
                sound.stream().filter(snapshot -> !rules.isRefused(snapshot)).toList();
        restorable.stream()
                .filter(snapshot -> snapshot.cutAt().isEmpty())
                .forEach(snapshot -> kept.put(snapshot.name(), Kept.UNDATED));
        var bytesKept = snapshots.stream()
                .filter(snapshot -> kept.containsKey(snapshot.name()) && snapshot.state() != State.DELETING)
                .mapToLong(RetentionPlanner::bytes)
                .sum();
        sound.stream().filter(rules::isRefused).forEach(snapshot -> goes(snapshot, RetentionReason.NotRestorable));
        var lanes = lanes(restorable);
        judge(
                lanes.stream()
                        .flatMap(LaneStanding::places)
                        .filter(place -> !kept.containsKey(place.snapshot().name()))
                        .sorted(LONGEST_FIRST)
                        .toList(),
                bytesKept);
        lanes.forEach(this::stamp);
    }

    /** What cannot be judged, whatever the rules are. */
    private Optional<Kept> unsound(Snapshot snapshot) {
        if (snapshot.state() == State.DELETING) {
            return Optional.of(Kept.DELETING);
        }
        if (snapshot.state() == State.HALF_BOUND) {
            return Optional.of(Kept.HALF_BOUND);
        }
        if (snapshot.state() != State.READY) {
            return Optional.of(Kept.PENDING);
        }
        return snapshot.lineage()
                        .filter(lineage -> lineage.stream().equals(rules.stream()))
                        .isPresent()
                ? Optional.empty()
                : Optional.of(Kept.UNPROVEN);
    }

    private List<LaneStanding> lanes(List<Snapshot> restorable) {
        var current = currentVersions(restorable);
        return restorable.stream().collect(Collectors.groupingBy(RetentionPlanner::where)).entrySet().stream()
                .map(lane -> LaneStanding.of(
                        lane.getKey(),
                        lane.getValue().stream().sorted(Snapshot.NEWEST_FIRST).toList(),
                        rules,
                        Objects.equals(
                                current.get(lane.getKey().platform()),
                                lane.getKey().version())))
                .toList();
    }

    /** By platform, the version that the default branch saved last: the others are on their way out. */
    private Map<String, String> currentVersions(List<Snapshot> restorable) {
        return restorable.stream()
                .filter(snapshot -> where(snapshot).lane().equals(rules.defaultLane()))
                .collect(Collectors.toMap(
                        snapshot -> where(snapshot).platform(),
                        Function.identity(),
                        BinaryOperator.minBy(Snapshot.NEWEST_FIRST)))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, head -> where(head.getValue()).version()));
    }

    /** What goes anyway takes no room from the others; once the room is used up, it is for all that would go earlier. */
    private void judge(List<Place> longestFirst, long bytesKept) {
        var most = rules.settings().maxTotalBytes().orElse(Long.MAX_VALUE);
        var bytes = bytesKept;
        for (var place : longestFirst) {
            if (!place.beyond()) {
                bytes += bytes(place.snapshot());
            }
            if (isProtected(place)) {
                kept.put(place.snapshot().name(), place.lane().keptAs());
            } else {
                reason(place, bytes > most)
                        .ifPresentOrElse(
                                why -> goes(place.snapshot(), why),
                                () -> kept.put(place.snapshot().name(), Kept.WITHIN_RULES));
            }
        }
    }

    private Optional<RetentionReason> reason(Place place, boolean full) {
        if (place.beyond()) {
            return Optional.of(RetentionReason.BeyondCount);
        }
        if (!place.lane().keepUntil().isAfter(now)) {
            return Optional.of(place.lane().unused());
        }
        return full ? Optional.of(RetentionReason.OverSize) : Optional.empty();
    }

    private boolean isProtected(Place place) {
        return place.isHead() && place.lane().headUntil().isAfter(now);
    }

    private void goes(Snapshot snapshot, RetentionReason reason) {
        if (inUse.contains(snapshot.name())) {
            kept.put(snapshot.name(), Kept.IN_USE);
        } else {
            deleted.put(snapshot.name(), reason);
        }
    }

    /** The newest of a lane that stays learns what the others know before they go. */
    private void stamp(LaneStanding lane) {
        var known = lane.uses();
        var staying = lane.newestFirst().stream()
                .filter(snapshot -> !deleted.containsKey(snapshot.name()))
                .toList();
        if (staying.size() < lane.newestFirst().size()) {
            staying.stream()
                    .limit(1)
                    .filter(newest -> !known.isWithin(LaneStanding.usesOf(newest)))
                    .forEach(newest -> stamps.put(newest.name(), known));
        }
    }

    private static Coordinates where(Snapshot snapshot) {
        return snapshot.lineage().map(Lineage::coordinates).orElseThrow();
    }

    private static long bytes(Snapshot snapshot) {
        return snapshot.restoreBytes().orElse(0L);
    }
}
