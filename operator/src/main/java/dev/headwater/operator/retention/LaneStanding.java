package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.RetentionReason;
import dev.headwater.operator.model.Coordinates;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.Uses;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How the snapshots of one lane stand, for one version and platform. Nothing of it depends on the present time, so that time can only make
 * more of them go.
 *
 * @param newestFirst those that can be restored, at least one
 * @param count how many of them are kept
 * @param keepUntil when the lane counts as unused; {@code Instant.MAX}: never
 * @param unused why they go then
 * @param headUntil until when the newest is kept whatever else is said
 * @param keptAs what it is till then
 */
record LaneStanding(
        List<Snapshot> newestFirst,
        int count,
        Instant keepUntil,
        RetentionReason unused,
        Instant headUntil,
        Kept keptAs) {

    /**
     * One snapshot of a lane.
     *
     * @param beyond whether there are enough newer ones
     */
    record Place(Snapshot snapshot, LaneStanding lane, boolean isHead, boolean beyond) {}

    /** @param current whether jobs of the default branch use this version */
    static LaneStanding of(Coordinates where, List<Snapshot> newestFirst, RetentionRules rules, boolean current) {
        var settings = rules.settings();
        var isDefault = where.lane().equals(rules.defaultLane());
        var count = isDefault ? settings.defaultLane() : settings.perLane();
        if (isDefault && current) {
            return new LaneStanding(
                    newestFirst, count, Instant.MAX, RetentionReason.LaneUnused, Instant.MAX, Kept.HEAD);
        }
        var isPull = where.lane() instanceof Lane.Pull;
        var idle = isPull ? settings.pullRequests() : settings.unusedLanes();
        return new LaneStanding(
                newestFirst,
                count,
                lastUse(newestFirst).map(last -> last.plus(idle)).orElse(Instant.MAX),
                isPull ? RetentionReason.PullRequestUnused : RetentionReason.LaneUnused,
                baseUntil(newestFirst, idle),
                Kept.BASE);
    }

    Stream<Place> places() {
        return IntStream.range(0, newestFirst.size())
                .mapToObj(rank -> new Place(newestFirst.get(rank), this, rank == 0, rank >= count));
    }

    /** What all of the lane's snapshots know of its use. */
    Uses uses() {
        return uses(newestFirst);
    }

    private static Uses uses(List<Snapshot> snapshots) {
        return snapshots.stream().map(LaneStanding::usesOf).reduce(Uses.NONE, Uses::and);
    }

    /** What one snapshot knows of its lane's use: a save is one, too. */
    static Uses usesOf(Snapshot snapshot) {
        return snapshot.uses().and(new Uses(snapshot.cutAt(), Optional.empty()));
    }

    /** Restored from or saved; empty if of one of them, which stays then, it is not known when it was cut. */
    private static Optional<Instant> lastUse(List<Snapshot> newestFirst) {
        return newestFirst.stream().allMatch(snapshot -> snapshot.cutAt().isPresent())
                ? uses(newestFirst).last()
                : Optional.empty();
    }

    private static Instant baseUntil(List<Snapshot> snapshots, Duration idle) {
        return uses(snapshots).asBase().map(last -> last.plus(idle)).orElse(Instant.MIN);
    }
}
