package dev.headwater.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotPolicy;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.StreamSpec;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.explain.Explainer;
import dev.headwater.operator.kube.SnapshotCatalog;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.restore.CandidateGatherer;
import dev.headwater.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.Operator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Streams and policies, as people and runs change them. */
@WithApiServer
class StreamsApiTest {
    private static final Lane MAIN = new Lane.Branch("main");
    private static final StreamSpec BY_HAND =
            new StreamSpec(Given.REPOSITORY, Given.KEY, Given.PATH, null, null, null, null, null, null);

    static KubernetesClient client;
    static Operator operator;
    static Shelf shelf;

    @BeforeAll
    static void an_operator(KubernetesClient given) {
        client = given;
        shelf = new Shelf(client);
        operator = TestApiServer.operator(client);
        operator.start();
    }

    @AfterAll
    static void stop() {
        operator.stop();
    }

    @AfterEach
    void clear() {
        client.resources(BuildSnapshotRun.class).inNamespace(Given.NAMESPACE).delete();
        client.resources(BuildSnapshotPolicy.class).inNamespace(Given.NAMESPACE).delete();
        client.resources(BuildSnapshotStream.class).inNamespace(Given.NAMESPACE).delete();
        shelf.clear();
    }

    @Test
    void a_stream_waits_for_its_policy_and_follows_it_at_once() {
        var spec = new StreamSpec(
                Given.REPOSITORY,
                Given.KEY,
                Given.PATH,
                null,
                new StreamSpec.PolicyRef("cargo"),
                null,
                null,
                null,
                null);
        stream("by-hand", spec);
        ready("by-hand", "UnknownPolicy");

        policy("cargo", new PolicySpec(null, null, null, null, null, null, null, null, null));
        ready("by-hand", "Serving");

        edit(
                "cargo",
                new PolicySpec(
                        null,
                        null,
                        new PolicySpec.Volume(null, null, "no-such-class", null, null),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        assertThat(ready("by-hand", "UnknownStorageClass").getMessage()).contains("kubectl get storageclass");
        edit(
                "cargo",
                new PolicySpec(
                        null,
                        null,
                        new PolicySpec.Volume(null, null, null, null, "no-such-class"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        ready("by-hand", "UnknownSnapshotClass");
    }

    @Test
    void a_stream_that_was_deleted_and_made_again_finds_its_snapshots() {
        stream("by-hand", BY_HAND);
        shelf.holds("kept", Given.lineage(MAIN, 1));
        head("by-hand", "kept");
        client.resources(BuildSnapshotStream.class)
                .inNamespace(Given.NAMESPACE)
                .withName("by-hand")
                .delete();

        stream("under-another-name", BY_HAND);

        head("under-another-name", "kept");
        assertThat(decided("refs/heads/main", 2).snapshot()).isEqualTo("kept");
    }

    @Test
    void what_a_stream_excludes_is_passed_over_with_its_descendants_and_told() {
        stream("by-hand", BY_HAND);
        shelf.holds("good", Given.lineage(MAIN, 1));
        shelf.holds("bad", Given.lineage(Given.KEY, MAIN, 2, TrustLevel.Claimed, List.of("good")));
        shelf.holds("child", Given.lineage(Given.KEY, MAIN, 3, TrustLevel.Claimed, List.of("bad", "good")));
        head("by-hand", "child");

        change("by-hand", spec -> withRules(spec, false, List.of("bad")));

        head("by-hand", "good");
        var restore = decided("refs/heads/feature", 4);
        assertThat(restore.from()).isEqualTo("default-branch");
        assertThat(restore.snapshot()).isEqualTo("good");
        assertThat(restore.refused())
                .containsExactly(
                        new RunStatus.Refused("child", "DescendsFromExcluded"),
                        new RunStatus.Refused("bad", "Excluded"));
        assertThat(restore.trust()).isEqualTo(TrustLevel.Claimed);
    }

    @Test
    void a_suspended_stream_lets_jobs_run_cold() {
        stream("by-hand", withRules(BY_HAND, true, List.of()));
        ready("by-hand", "Suspended");
        assertThat(decided("refs/heads/main", 1).reason()).isEqualTo("Suspended");
        change("by-hand", spec -> withRules(spec, false, List.of()));
        ready("by-hand", "Serving");
        assertThat(decided("refs/heads/main", 1).reason()).isEqualTo("NoSnapshot");
    }

    @Test
    void of_two_streams_the_older_works_and_the_other_follows_when_it_goes() {
        stream("first", BY_HAND);
        ready("first", "Serving");
        stream("second", BY_HAND);
        assertThat(ready("second", "Duplicate").getMessage()).contains("first", "kubectl delete bss second -n ci");
        client.resources(BuildSnapshotStream.class)
                .inNamespace(Given.NAMESPACE)
                .withName("first")
                .delete();
        ready("second", "Serving");
    }

    @Test
    void a_policy_makes_a_stream_for_who_may_write_a_branch_and_it_yields_to_one_made_by_hand() {
        policy("cargo", makes("cargo-"));
        var pull = decided("refs/pull/7/merge", 1);
        assertThat(pull.reason()).isEqualTo("NoSnapshot");
        assertThat(streams()).isEmpty();

        decided("refs/heads/main", 2);
        Awaitility.await("made")
                .atMost(Duration.ofMinutes(1))
                .until(() -> streams().size() == 1);
        var made = streams().getFirst();
        assertThat(made.getMetadata().getLabels()).containsKey(Api.LABEL_ON_DEMAND);
        assertThat(Objects.requireNonNull(made.getSpec().policyRef()).name()).isEqualTo("cargo");
        ready(made.getMetadata().getName(), "Serving");

        stream("by-hand", BY_HAND);
        Awaitility.await("yielded")
                .atMost(Duration.ofMinutes(1))
                .until(() -> streams().stream()
                        .map(stream -> stream.getMetadata().getName())
                        .toList()
                        .equals(List.of("by-hand")));
    }

    @Test
    void two_policies_that_would_make_it_are_ambiguous_and_a_full_one_makes_none() {
        policy("cargo", makes("cargo-"));
        policy("function", makes("cargo-function-"));
        assertThat(decided("refs/heads/main", 1).reason()).isEqualTo("AmbiguousPolicy");
        edit("function", makes("rust-"));
        stream(
                "taken",
                new StreamSpec(
                        Given.REPOSITORY,
                        "cargo-x",
                        Given.PATH,
                        null,
                        new StreamSpec.PolicyRef("cargo"),
                        null,
                        null,
                        null,
                        null));
        client.resources(BuildSnapshotStream.class)
                .inNamespace(Given.NAMESPACE)
                .withName("taken")
                .edit(known -> {
                    known.getMetadata().setLabels(Map.of(Api.LABEL_ON_DEMAND, "true"));
                    return known;
                });
        assertThat(decided("refs/heads/main", 1).reason()).isEqualTo("TooManyStreams");
    }

    @Test
    void what_is_explained_is_what_is_decided() {
        stream("by-hand", BY_HAND);
        shelf.holds("main", Given.lineage(MAIN, 5));
        shelf.holds("other", Given.lineage(new Lane.Branch("other"), 9));
        var gatherer = new CandidateGatherer(
                client, new StreamReader(client), new SnapshotReader(client, Given.VAULT), SnapshotCatalog.unwatched());
        var explainer = new Explainer(client, gatherer);

        var explanation = explainer.explain(Map.of("stream", "ci/by-hand", "ref", "feature", "event", "push"));

        var restore = decided("refs/heads/feature", 6);
        assertThat(explanation.snapshot()).isEqualTo("main").isEqualTo(restore.snapshot());
        assertThat(explanation.restoredFrom()).isEqualTo(restore.from());
        assertThat(explanation.reason()).isEqualTo(restore.reason());
        assertThat(explanation.sentence()).isEqualTo(restore.message());
        assertThat(explanation.text()).contains("branch:feature", "branch:main", "OtherLane", "Chosen");
        var run = client.resources(BuildSnapshotRun.class)
                .inNamespace(Given.NAMESPACE)
                .list()
                .getItems()
                .getFirst();
        assertThat(explainer.explain(Map.of("run", "ci/" + run.getMetadata().getName())))
                .extracting("snapshot", "trust")
                .containsExactly("main", "Claimed");
    }

    private static PolicySpec makes(String keyPrefix) {
        return new PolicySpec(
                new PolicySpec.OnDemand(
                        List.of(Given.REPOSITORY), List.of(keyPrefix), List.of(Given.PATH), null, 1, null),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static StreamSpec withRules(StreamSpec spec, boolean suspend, List<String> exclude) {
        return new StreamSpec(
                spec.repository(),
                spec.key(),
                spec.path(),
                spec.defaultBranch(),
                spec.policyRef(),
                suspend,
                null,
                exclude,
                null);
    }

    private static BuildSnapshotStream stream(String name, StreamSpec spec) {
        var stream = new BuildSnapshotStream();
        stream.setMetadata(new ObjectMetaBuilder()
                .withNamespace(Given.NAMESPACE)
                .withName(name)
                .build());
        stream.setSpec(spec);
        return client.resource(stream).create();
    }

    private static void change(String name, UnaryOperator<StreamSpec> change) {
        var stream = client.resources(BuildSnapshotStream.class)
                .inNamespace(Given.NAMESPACE)
                .withName(name);
        var spec = change.apply(stream.get().getSpec());
        stream.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + Serialization.asJson(spec) + "}");
    }

    private static void policy(String name, PolicySpec spec) {
        var policy = new BuildSnapshotPolicy();
        policy.setMetadata(new ObjectMetaBuilder()
                .withNamespace(Given.NAMESPACE)
                .withName(name)
                .build());
        policy.setSpec(spec);
        client.resource(policy).create();
    }

    private static void edit(String name, PolicySpec spec) {
        client.resources(BuildSnapshotPolicy.class)
                .inNamespace(Given.NAMESPACE)
                .withName(name)
                .edit(known -> {
                    known.setSpec(spec);
                    return known;
                });
    }

    private static List<BuildSnapshotStream> streams() {
        return client.resources(BuildSnapshotStream.class)
                .inNamespace(Given.NAMESPACE)
                .list()
                .getItems();
    }

    private static RunStatus.Restore decided(String ref, long runId) {
        var job = new Cast(client);
        job.plugin_creates_the_run(job.asks(ref, runId));
        return Objects.requireNonNull(
                job.eventually("decided", status -> status.restore() != null).restore());
    }

    private static Condition ready(String name, String reason) {
        return Awaitility.await(reason)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> condition(name),
                        found -> found.filter(condition -> condition.getReason().equals(reason))
                                .isPresent())
                .orElseThrow();
    }

    private static Optional<Condition> condition(String name) {
        return Optional.ofNullable(client.resources(BuildSnapshotStream.class)
                        .inNamespace(Given.NAMESPACE)
                        .withName(name)
                        .get())
                .flatMap(stream -> Optional.ofNullable(stream.getStatus()))
                .flatMap(status -> Conditions.find(status.conditions(), ConditionType.Ready));
    }

    private static void head(String stream, String snapshot) {
        Awaitility.await(snapshot)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Optional.ofNullable(client.resources(BuildSnapshotStream.class)
                                .inNamespace(Given.NAMESPACE)
                                .withName(stream)
                                .get()
                                .getStatus())
                        .filter(status -> !status.heads().isEmpty()
                                && status.heads().getFirst().snapshot().equals(snapshot))
                        .isPresent());
    }
}
