package dev.headwater.operator.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RestoreReason;
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
import dev.headwater.operator.model.Uses;
import dev.headwater.operator.restore.RestoreDecision.FromSnapshot;
import dev.headwater.operator.restore.RestoreDecision.Refuse;
import dev.headwater.operator.restore.RestoreDecision.Scratch;
import dev.headwater.operator.restore.RestoreDecision.StartEmpty;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestorePolicyTest {
    private static final Lane MAIN = new Lane.Branch("main");
    private static final Lane FEATURE = new Lane.Branch("feature");
    private static final RunSpec SPEC = Given.spec("refs/heads/feature", 10);
    private static final StreamMatch SERVES =
            StreamMatch.Serves.of(Given.stream("function-a", "2026-01-01T00:00:00Z"), PolicySettings.DEFAULT);
    private static final Candidates NOTHING = Candidates.none(TrustLevel.Latched);

    private static RestoreDecision decide(Snapshot... candidates) {
        return decide(SPEC, List.of(candidates));
    }

    private static RestoreDecision decide(RunSpec spec, List<Snapshot> candidates) {
        return decide(spec, candidates, Set.of());
    }

    private static RestoreDecision decide(RunSpec spec, List<Snapshot> candidates, Set<String> broken) {
        var own = new Source(StreamIdentity.of(Given.NAMESPACE, spec), StreamRules.NONE, candidates);
        return RestorePolicy.decide(new RestoreFacts(
                Given.NAMESPACE,
                spec,
                new JobPod.Present(Given.jobPod()),
                SERVES,
                new Candidates(List.of(own), Optional.of(Given.DRIVER), TrustLevel.Latched, broken)));
    }

    private static RestoreDecision after(Set<String> broken, Snapshot... candidates) {
        return decide(SPEC, List.of(candidates), broken);
    }

    @Test
    void a_broken_candidate_is_passed_over() {
        var newest = Given.snapshot("hw-new", new Lane.Branch("main"), 9, Snapshot.State.READY);
        var older = Given.snapshot("hw-old", new Lane.Branch("main"), 8, Snapshot.State.READY);

        assertThat(after(Set.of("hw-new"), newest, older))
                .isInstanceOfSatisfying(
                        RestoreDecision.FromSnapshot.class,
                        chosen -> assertThat(chosen.snapshot()).isEqualTo(older));
    }

    @Test
    void where_all_candidates_are_broken_nothing_starts_empty() {
        var only = Given.snapshot("hw-only", new Lane.Branch("main"), 9, Snapshot.State.READY);

        assertThat(after(Set.of("hw-only"), only))
                .isInstanceOfSatisfying(
                        RestoreDecision.Scratch.class,
                        cold -> assertThat(cold.sentence()).contains("hw-only"));
    }

    private static RestoreDecision with(StreamMatch match) {
        return RestorePolicy.decide(
                new RestoreFacts(Given.NAMESPACE, SPEC, new JobPod.Present(Given.jobPod()), match, NOTHING));
    }

    private static RestoreDecision in(JobPod pod) {
        return RestorePolicy.decide(new RestoreFacts(Given.NAMESPACE, SPEC, pod, SERVES, NOTHING));
    }

    @Test
    void the_own_lane_comes_before_the_default_branch() {
        var own = Given.snapshot("own", FEATURE, 3, State.READY);
        var decision = decide(own, Given.snapshot("main", MAIN, 9, State.READY));
        assertThat(decision).isInstanceOfSatisfying(FromSnapshot.class, chosen -> {
            assertThat(chosen.snapshot()).isEqualTo(own);
            assertThat(chosen.reason()).isEqualTo(RestoreReason.HeadOfLane);
            assertThat(chosen.from()).isEqualTo("branch");
        });
    }

    @Test
    void without_an_own_snapshot_the_default_branch_serves() {
        var decision = decide(Given.snapshot("main", MAIN, 9, State.READY));
        assertThat(decision.reason()).isEqualTo(RestoreReason.HeadOfDefaultBranch);
        assertThat(decision.from()).isEqualTo("default-branch");
        assertThat(decision.sentence()).contains("main", Given.SHA);
    }

    @Test
    void a_tag_has_no_lane_and_is_served_by_the_default_branch() {
        var decision = decide(Given.spec("refs/tags/v1", 10), List.of(Given.snapshot("main", MAIN, 9, State.READY)));
        assertThat(decision.reason()).isEqualTo(RestoreReason.HeadOfDefaultBranch);
    }

    @Test
    void other_branches_do_not_serve() {
        assertThat(decide(Given.snapshot("other", new Lane.Branch("other"), 9, State.READY)))
                .isInstanceOf(StartEmpty.class);
    }

    @Test
    void without_any_snapshot_the_volume_is_new() {
        assertThat(decide()).isInstanceOf(StartEmpty.class);
        assertThat(decide().reason()).isEqualTo(RestoreReason.NoSnapshot);
    }

    @Test
    void only_ready_snapshots_of_proven_origin_count() {
        var unproven = new Snapshot(
                "unproven",
                Optional.empty(),
                State.READY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Uses.NONE,
                Optional.empty());
        assertThat(decide(
                        unproven,
                        Given.snapshot("a", FEATURE, 1, State.PENDING),
                        Given.snapshot("b", FEATURE, 2, State.CUT),
                        Given.snapshot("c", FEATURE, 3, State.DELETING)))
                .isInstanceOf(StartEmpty.class);
    }

    @Test
    void another_version_is_another_place() {
        var request = SPEC.request();
        var other = Given.spec(
                new RunSpec.Request(
                        1, request.key(), request.path(), "v2", "linux", "amd64", request.at(), 120, null, null),
                SPEC.job());
        assertThat(decide(other, List.of(Given.snapshot("own", FEATURE, 3, State.READY))))
                .isInstanceOf(StartEmpty.class);
    }

    @Test
    void the_record_decides_and_not_the_label() {
        var foreign = Given.lineage(FEATURE, 3);
        var moved = new Snapshot(
                "moved",
                Optional.of(new Lineage(
                        "another-namespace",
                        foreign.repository(),
                        foreign.key(),
                        foreign.path(),
                        foreign.version(),
                        foreign.platform(),
                        foreign.lane(),
                        foreign.sha(),
                        foreign.ref(),
                        3,
                        1,
                        "uid",
                        TrustLevel.Latched,
                        null,
                        List.of())),
                State.READY,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Given.DRIVER),
                Uses.NONE,
                Optional.empty());
        assertThat(decide(moved)).isInstanceOf(StartEmpty.class);
    }

    @Test
    void an_unknown_stream_is_told_as_a_manifest() {
        var decision = with(new StreamMatch.None());
        assertThat(decision).isInstanceOf(Scratch.class);
        assertThat(decision.reason()).isEqualTo(RestoreReason.UnknownStream);
        assertThat(decision.sentence()).isEqualTo("""
                        No stream in namespace ci has key cargo-function-a and path /mnt/cargo; the job runs cold. To keep its builds from now on:

                        kubectl apply -f - <<'EOF'
                        apiVersion: headwater.dev/v1alpha1
                        kind: BuildSnapshotStream
                        metadata:
                          name: cargo-function-a
                          namespace: ci
                        spec:
                          repository: acme/lambdas
                          key: cargo-function-a
                          path: /mnt/cargo
                        EOF
                        """);
    }

    @Test
    void what_is_wrong_with_the_stream_lets_the_job_run_cold() {
        assertThat(with(new StreamMatch.OtherRepository("a")).reason()).isEqualTo(RestoreReason.WrongRepository);
        assertThat(with(new StreamMatch.PolicyMissing("a", "p", StreamRules.NONE))
                        .reason())
                .isEqualTo(RestoreReason.UnknownPolicy);
        assertThat(with(new StreamMatch.Ambiguous(List.of("p", "q"))).sentence())
                .contains("p, q");
        assertThat(with(new StreamMatch.Full("p", 3)).reason()).isEqualTo(RestoreReason.TooManyStreams);
        assertThat(with(new StreamMatch.NoSnapshotApi()).reason()).isEqualTo(RestoreReason.NoSnapshotApi);
    }

    @Test
    void a_pod_that_is_not_there_or_not_on_this_node_is_refused() {
        var elsewhere = Given.jobPod();
        elsewhere.getSpec().setNodeName("node-2");
        assertThat(in(new JobPod.Gone()).reason()).isEqualTo(RestoreReason.PodNotFound);
        assertThat(in(new JobPod.GoneWithNode())).isInstanceOf(Refuse.class);
        assertThat(in(new JobPod.Present(elsewhere)).reason()).isEqualTo(RestoreReason.PodNotFound);
    }

    @Test
    void a_path_must_lie_directly_below_a_slot_that_propagates() {
        assertThat(refusal(pod -> pod.getSpec().getVolumes().getFirst().setCsi(null)))
                .contains("no inline volume");
        assertThat(refusal(pod -> mount(pod).setMountPath("/other"))).contains("not directly below", "/other");
        assertThat(refusal(pod -> mount(pod).setMountPath("/mnt/cargo"))).contains("not directly below");
        assertThat(refusal(pod -> mount(pod).setMountPropagation(null))).contains("HostToContainer");
        assertThat(refusal(pod -> mount(pod).setSubPath("x"))).contains("subPath");
        assertThat(refusal(pod -> mount(pod).setSubPathExpr("$(X)"))).contains("subPath");
    }

    private static io.fabric8.kubernetes.api.model.VolumeMount mount(Pod pod) {
        return pod.getSpec().getContainers().getFirst().getVolumeMounts().getFirst();
    }

    private static String refusal(java.util.function.Consumer<Pod> change) {
        var pod = Given.jobPod();
        change.accept(pod);
        var decision = in(new JobPod.Present(pod));
        assertThat(decision.reason()).isEqualTo(RestoreReason.PathNotInSlot);
        return decision.sentence();
    }
}
