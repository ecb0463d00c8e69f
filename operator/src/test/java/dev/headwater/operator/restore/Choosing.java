package dev.headwater.operator.restore;

import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.Snapshot.State;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.model.StreamRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A pull request against {@code release} that may use keys that begin with {@code cargo-}; each test changes what it is about. */
final class Choosing {
    static final Lane OWN = new Lane.Pull(7);
    static final Lane BASE = new Lane.Branch("release");
    static final Lane DEFAULT = new Lane.Branch("main");

    private final Map<String, List<Snapshot>> byKey = new LinkedHashMap<>();
    private final Map<String, StreamRules> rules = new LinkedHashMap<>();
    RunSpec spec = asks(List.of("cargo-"), null);
    PolicySettings.Origins origins =
            new PolicySettings.Origins(List.of(PolicySpec.Lane.values()), List.of("cargo-"), TrustLevel.Claimed);
    TrustLevel trust = TrustLevel.Latched;
    Set<String> broken = Set.of();

    static RunSpec asks(List<String> restoreKeys, RunSpec.Fallback fallback) {
        return Given.spec(
                Given.request(restoreKeys, fallback),
                Given.job(RunSpec.Source.JobStarted, "refs/pull/7/merge", "refs/heads/release", 100));
    }

    Choosing with(String name, String key, Lane lane, long runId) {
        return with(
                key, Given.snapshot(name, Given.lineage(key, lane, runId, TrustLevel.Latched, List.of()), State.READY));
    }

    Choosing with(String name, Lineage lineage) {
        return with(lineage.key(), Given.snapshot(name, lineage, State.READY));
    }

    Choosing with(String key, Snapshot snapshot) {
        byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(snapshot);
        return this;
    }

    Choosing under(String key, StreamRules says) {
        rules.put(key, says);
        return this;
    }

    RestoreDecision decide() {
        var sources = byKey.entrySet().stream()
                .map(stream -> new Source(
                        new StreamIdentity(Given.NAMESPACE, Given.REPOSITORY, stream.getKey(), Given.PATH),
                        rules.getOrDefault(stream.getKey(), StreamRules.NONE),
                        stream.getValue()))
                .toList();
        var settings = new PolicySettings(
                PolicySettings.DEFAULT.restoreTimeout(),
                PolicySettings.DEFAULT.attemptTimeout(),
                PolicySettings.DEFAULT.volume(),
                PolicySettings.DEFAULT.limits(),
                Optional.empty(),
                origins,
                PolicySettings.DEFAULT.gitServers(),
                PolicySettings.DEFAULT.save(),
                PolicySettings.DEFAULT.saveWait(),
                PolicySettings.DEFAULT.hygiene(),
                PolicySettings.DEFAULT.retention());
        return RestorePolicy.decide(new RestoreFacts(
                Given.NAMESPACE,
                spec,
                new JobPod.Present(Given.jobPod()),
                new StreamMatch.Serves(
                        Optional.of("function-a"), DEFAULT, rules.getOrDefault(Given.KEY, StreamRules.NONE), settings),
                new Candidates(sources, Optional.of(Given.DRIVER), trust, broken)));
    }

    /** Name of what is restored, or the decision's name. */
    String chosen() {
        return decide() instanceof RestoreDecision.FromSnapshot from
                ? from.snapshot().name()
                : decide().name();
    }

    List<String> refused() {
        return decide().refused().stream().map(Refused::toString).toList();
    }
}
