package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.kube.SnapshotCatalog;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Looks after the snapshots of one stream that lives. */
final class Retainer {
    private final RetentionGatherer gatherer;
    private final SnapshotCatalog catalog;
    private final InUseGatherer uses;
    private final RetentionExecutor executor;
    private final Remaker remaker;
    private final Duration grace;

    Retainer(
            RetentionGatherer gatherer,
            SnapshotCatalog catalog,
            InUseGatherer uses,
            RetentionExecutor executor,
            Remaker remaker,
            Duration grace) {
        this.gatherer = gatherer;
        this.catalog = catalog;
        this.uses = uses;
        this.executor = executor;
        this.remaker = remaker;
        this.grace = grace;
    }

    /** Reads the API server only if the catalogs say that there is something to do. Tells whether a snapshot is on its way back. */
    boolean look(BuildSnapshotStream stream, PolicySettings settings, Instant now) {
        var rules = RetentionGatherer.rules(stream, settings);
        var known = gatherer.known(rules.stream());
        if (steps(known, RetentionPlanner.plan(known, Set.of(), rules, now), rules, now)
                        .isEmpty()
                && catalog.lostOfStream(rules.stream().hash()).isEmpty()) {
            return false;
        }
        return gatherer.find(stream)
                .filter(found -> RetentionGatherer.isFirst(found.stream(), found.others()))
                .flatMap(found -> found.settings()
                        .map(fresh -> act(found.stream(), RetentionGatherer.rules(found.stream(), fresh), now)))
                .orElse(false);
    }

    private boolean act(BuildSnapshotStream stream, RetentionRules rules, Instant now) {
        var shelf = gatherer.shelf(rules.stream());
        var snapshots = gatherer.withUses(shelf.pairs());
        var unused = RetentionPlanner.plan(snapshots, Set.of(), rules, now);
        var inUse = uses.among(snapshots.stream()
                .filter(snapshot -> unused.deleted().containsKey(snapshot.name()))
                .toList());
        steps(snapshots, RetentionPlanner.plan(snapshots, inUse, rules, now), rules, now)
                .forEach(step -> executor.act(step, shelf, stream, now));
        return remaker.look(shelf, rules.stream(), RemakePolicy.Aim.REMAKE);
    }

    private List<RetentionStep> steps(List<Snapshot> snapshots, RetentionPlan plan, RetentionRules rules, Instant now) {
        return RetentionPolicy.steps(snapshots, plan, rules.settings(), grace, now);
    }
}
