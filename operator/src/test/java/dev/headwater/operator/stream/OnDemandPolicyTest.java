package dev.headwater.operator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.OnDemandRules;
import dev.headwater.operator.model.SaveRules;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.Snapshot.State;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.storage.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OnDemandPolicyTest {
    private static final OnDemandRules RULES = new OnDemandRules(
            "cargo",
            List.of(Given.REPOSITORY),
            List.of("cargo-"),
            List.of(Given.PATH),
            "trunk",
            10,
            Duration.ofDays(14));
    private static final Instant LATER = Given.START.plus(Duration.ofDays(15));

    private static BuildSnapshotRun run(String ref, String decision) {
        var spec = Given.spec(ref, 1);
        var run = Given.run(spec);
        run.setStatus(new RunStatus(
                OnDemandRules.streamName(StreamIdentity.of(Given.NAMESPACE, spec)),
                null,
                null,
                new RunStatus.Restore(
                        decision,
                        "empty",
                        "NoSnapshot",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        "",
                        null,
                        null),
                null,
                null,
                null,
                null,
                null));
        return run;
    }

    private static BuildSnapshotStream onDemand(String name) {
        var stream = Given.stream(name, Given.START.toString());
        stream.getMetadata().setLabels(Map.of(Api.LABEL_ON_DEMAND, "true"));
        return stream;
    }

    private static StreamFacts facts(BuildSnapshotStream stream, BuildSnapshotStream twin, List<Snapshot> snapshots) {
        return new StreamFacts(
                stream,
                List.of(stream, twin),
                Optional.of(new Standing.Accepted()),
                Optional.of(SaveRules.DEFAULT),
                snapshots,
                List.of());
    }

    @Test
    void the_first_run_of_a_branch_makes_the_stream_that_its_policy_describes() {
        var made = OnDemandPolicy.made(run("refs/heads/main", "StartEmpty"), List.of(), List.of(RULES))
                .orElseThrow();
        assertThat(StreamIdentity.of(Given.NAMESPACE, made.getSpec()))
                .isEqualTo(new StreamIdentity(Given.NAMESPACE, Given.REPOSITORY, Given.KEY, Given.PATH));
        assertThat(made.getSpec().policyRef().name()).isEqualTo("cargo");
        assertThat(made.getSpec().defaultBranch()).isEqualTo("trunk");
        assertThat(made.getMetadata().getLabels()).containsKey(Api.LABEL_ON_DEMAND);
        assertThat(made.getMetadata().getName()).startsWith("cargo-function-a-").hasSizeLessThan(64);
    }

    @Test
    void a_stream_that_exists_or_is_described_twice_is_not_made() {
        var run = run("refs/heads/main", "StartEmpty");
        assertThat(OnDemandPolicy.made(run, List.of(Given.stream("by-hand", "")), List.of(RULES)))
                .isEmpty();
        assertThat(OnDemandPolicy.made(run, List.of(), List.of(RULES, RULES))).isEmpty();
        assertThat(OnDemandPolicy.made(run, List.of(), List.of())).isEmpty();
    }

    @Test
    void who_may_write_no_branch_makes_no_stream() {
        assertThat(OnDemandPolicy.isWaiting(run("refs/pull/7/merge", "StartEmpty")))
                .isFalse();
        assertThat(OnDemandPolicy.isWaiting(run("refs/tags/v1", "StartEmpty"))).isFalse();
        assertThat(OnDemandPolicy.isWaiting(run("refs/heads/main", "Scratch"))).isFalse();
        assertThat(OnDemandPolicy.isWaiting(run("refs/heads/main", "StartEmpty")))
                .isTrue();
        var foreign = new RunSpec.Job(
                RunSpec.Source.JobStarted,
                Given.REPOSITORY,
                "refs/heads/main",
                null,
                Given.SHA,
                "pull_request_target",
                1L,
                1,
                null,
                null,
                null);
        assertThat(OnDemandRules.mayBeMadeBy(foreign)).isFalse();
    }

    @Test
    void it_yields_to_a_stream_made_by_hand_however_young_and_never_the_other_way_round() {
        var made = onDemand("made");
        var byHand = Given.stream("by-hand", LATER.toString());
        assertThat(OnDemandPolicy.yielding(facts(made, byHand, List.of()))).containsExactly(made);
        assertThat(OnDemandPolicy.yielding(facts(byHand, made, List.of()))).containsExactly(made);
        assertThat(OnDemandPolicy.yielding(facts(Given.stream("older", "2020-01-01T00:00:00Z"), byHand, List.of())))
                .isEmpty();
        assertThat(OnDemandPolicy.yielding(new StreamFacts(
                        made,
                        List.of(made),
                        Optional.of(new Standing.Accepted()),
                        Optional.of(SaveRules.DEFAULT),
                        List.of(),
                        List.of())))
                .isEmpty();
    }

    @Test
    void it_goes_when_it_is_idle_without_a_snapshot() {
        var made = onDemand("made");
        var idle = RULES.idle();
        assertThat(OnDemandPolicy.mayBeIdle(facts(made, made, List.of()), idle, LATER))
                .isTrue();
        assertThat(OnDemandPolicy.mayBeIdle(facts(made, made, List.of()), idle, Given.START.plusSeconds(9)))
                .isFalse();
        var kept = List.of(Given.snapshot("s", new Lane.Branch("main"), 1, State.CUT));
        assertThat(OnDemandPolicy.mayBeIdle(facts(made, made, kept), idle, LATER))
                .isFalse();
        var byHand = Given.stream("by-hand", Given.START.toString());
        assertThat(OnDemandPolicy.mayBeIdle(facts(byHand, byHand, List.of()), idle, LATER))
                .isFalse();
    }

    @Test
    void a_run_of_late_keeps_it() {
        var runs = List.of(run("refs/heads/main", "StartEmpty"));
        assertThat(OnDemandPolicy.isAskedFor(onDemand("made"), runs, RULES.idle(), Given.START.plusSeconds(9)))
                .isTrue();
        assertThat(OnDemandPolicy.isAskedFor(onDemand("made"), runs, RULES.idle(), LATER))
                .isFalse();
    }
}
