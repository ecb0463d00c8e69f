package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.RetentionSettings;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.Snapshot.State;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.model.StreamRules;
import dev.headwater.operator.model.Uses;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A stream with some snapshots, of 5 GiB each, and the question what becomes of them. */
final class Keeping {
    static final Lane MAIN = new Lane.Branch("main");
    static final Lane FEATURE = new Lane.Branch("feature");
    static final Lane RELEASE = new Lane.Branch("release");
    static final Lane PULL = new Lane.Pull(7);
    static final StreamIdentity STREAM = new StreamIdentity(Given.NAMESPACE, Given.REPOSITORY, Given.KEY, Given.PATH);

    final List<Snapshot> snapshots = new ArrayList<>();
    Set<String> inUse = Set.of();
    RetentionSettings settings = RetentionSettings.DEFAULT;
    StreamRules owner = StreamRules.NONE;
    TrustLevel read = TrustLevel.Claimed;
    Instant now = Given.START;

    /** A ready one, as old as said. */
    Keeping with(String name, Lane lane, long runId, Duration age) {
        return with(name, lineage(lane, "", "linux/amd64", runId, TrustLevel.Latched), age, Uses.NONE);
    }

    Keeping with(String name, Lineage lineage, Duration age, Uses uses) {
        snapshots.add(snapshot(name, lineage, State.READY, Given.START.minus(age), uses));
        return this;
    }

    static Snapshot snapshot(String name, Lineage lineage, State state, Instant cutAt, Uses uses) {
        return new Snapshot(
                name,
                Optional.of(lineage),
                state,
                Optional.of(cutAt),
                Optional.of(5L << 30),
                Optional.of(Given.DRIVER),
                uses,
                Optional.empty());
    }

    static Lineage lineage(Lane lane, String version, String platform, long runId, TrustLevel trust) {
        return new Lineage(
                Given.NAMESPACE,
                Given.REPOSITORY,
                Given.KEY,
                Given.PATH,
                version,
                platform,
                lane.text(),
                Given.SHA,
                "refs/heads/main",
                runId,
                1,
                "uid-" + runId,
                trust,
                null,
                List.of());
    }

    RetentionRules rules() {
        return new RetentionRules(STREAM, MAIN, owner, read, settings);
    }

    RetentionPlan plan() {
        return RetentionPlanner.plan(snapshots, inUse, rules(), now);
    }

    static Uses usedAsBase(Duration ago) {
        var at = Optional.of(Given.START.minus(ago));
        return new Uses(at, at);
    }
}
