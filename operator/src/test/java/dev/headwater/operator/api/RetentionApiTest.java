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
import dev.headwater.operator.model.Condemnation;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.retention.RetentionTimes;
import dev.headwater.operator.retention.StraySweep;
import dev.headwater.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotStatusBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes, when, and what is brought back, by a clock that the test turns. There is no snapshot controller: a VolumeSnapshot that is
 * deleted is gone at once, and its content shows what a controller would do with the data.
 */
@WithApiServer
class RetentionApiTest {
    private static final Lane MAIN = new Lane.Branch("main");
    private static final Lane FEATURE = new Lane.Branch("feature");
    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final RetentionTimes TIMES = new RetentionTimes(GRACE, Duration.ofMillis(50));
    private static final String NOISE = "noise";
    private static final int WRITES_AT_LEAST = 8;
    private static final int MOST_LIVES = 40;

    static KubernetesClient client;
    static Shelf shelf;

    private HandClock clock = new HandClock(Given.START);

    @BeforeAll
    static void a_cluster(KubernetesClient given) {
        client = given;
        shelf = new Shelf(client);
    }

    @BeforeEach
    void turn_back() {
        clock = new HandClock(Instant.now());
    }

    @AfterEach
    void clear() {
        client.resources(BuildSnapshotStream.class).inNamespace(Given.NAMESPACE).list().getItems().stream()
                .filter(stream -> !stream.getMetadata().getFinalizers().isEmpty())
                .forEach(stream -> client.resource(stream)
                        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}"));
        client.resources(BuildSnapshotStream.class).inNamespace(Given.NAMESPACE).delete();
        client.resources(BuildSnapshotPolicy.class).inNamespace(Given.NAMESPACE).delete();
        client.resources(BuildSnapshotRun.class).inNamespace(Given.NAMESPACE).delete();
        shelf.clear();
    }

    @Test
    void what_is_beyond_the_count_is_condemned_spared_while_in_use_and_then_deleted() {
        stream(StreamSpec.DeletionPolicy.Retain);
        for (var id = 1; id <= 5; id++) {
            shelf.holds("m" + id, Given.lineage(MAIN, id));
        }
        shelf.holds("f6", Given.lineage(FEATURE, 6));
        live(() -> {
            eventually("condemned", () -> condemned().keySet().equals(Set.of("m1", "m2")));
            assertThat(condemned().get("m1").goes())
                    .isEqualTo(condemned().get("m1").at().plus(GRACE));

            var user = running("m1");
            clock.advance(GRACE);
            eventually("m2 is gone", () -> !policies().containsKey("m2"));
            eventually("m1 is spared", () -> condemned().isEmpty());
            assertThat(policies()).containsKeys("m1", "m3", "m4", "m5", "f6").doesNotContainValue("Delete");
            assertThat(contentPolicy("m2")).isEqualTo("Delete");

            completes(user);
            eventually("condemned again", () -> condemned().containsKey("m1"));
            clock.advance(GRACE);
            eventually("m1 is gone", () -> !policies().containsKey("m1"));
        });
        assertThat(policies().keySet()).containsExactly("f6", "m3", "m4", "m5");
        assertThat(policies()).doesNotContainValue("Delete");
    }

    @Test
    void a_rollback_can_be_undone() {
        stream(StreamSpec.DeletionPolicy.Retain);
        shelf.holds("good", Given.lineage(MAIN, 1));
        shelf.holds("bad", Given.lineage(MAIN, 2));
        live(() -> {
            exclude(List.of("bad"));
            eventually("condemned", () -> condemned().containsKey("bad"));
            clock.advance(Duration.ofHours(239));
            exclude(List.of());
            eventually("spared", () -> condemned().isEmpty());
        });
        assertThat(policies().keySet()).containsExactly("bad", "good");
    }

    @Test
    void runs_are_forgotten_by_count_and_their_use_of_a_lane_is_not() {
        var policy = new BuildSnapshotPolicy();
        policy.setMetadata(new ObjectMetaBuilder()
                .withNamespace(Given.NAMESPACE)
                .withName("few")
                .build());
        policy.setSpec(new PolicySpec(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new PolicySpec.Retention(null, null, null, null, null, 1)));
        client.resource(policy).create();
        stream(StreamSpec.DeletionPolicy.Retain, new StreamSpec.PolicyRef("few"));
        shelf.holds("f1", Given.lineage(FEATURE, 1));
        var user = running("f1");
        completes(user);
        clock.advance(Duration.ofMinutes(1));
        var last = running(null);
        completes(last);
        var living = running(null);
        clock.advance(Duration.ofHours(2));
        live(() -> eventually("one is forgotten", () -> runs().size() == 2));
        assertThat(runs()).containsExactlyInAnyOrder(last, living);
        assertThat(annotations("f1")).containsKey(Api.ANNOTATION_LAST_USED_AS_BASE);
    }

    @Test
    void runs_that_asked_for_a_stream_which_nobody_made_are_forgotten_after_a_week_but_for_the_latest_fifty() {
        var strays = new ArrayList<String>();
        for (var i = 0; i < 52; i++) {
            strays.add("stray-" + (100 + i));
        }
        strays.parallelStream().forEach(RetentionApiTest::asks);
        strays.subList(0, 51).parallelStream()
                .forEach(run -> write(run, null, clock.instant().plus(Duration.ofMinutes(strays.indexOf(run)))));
        clock.advance(Duration.ofHours(1));
        var other = Given.stream("another", "");
        other.getMetadata().setCreationTimestamp(null);
        other.setSpec(new StreamSpec(Given.REPOSITORY, "another", Given.PATH, "main", null, null, null, null, null));
        client.resource(other).create();
        clock.advance(Duration.ofDays(7));

        live(() -> eventually("one is forgotten", () -> runs().size() == 51));

        assertThat(runs()).containsExactlyInAnyOrderElementsOf(strays.subList(1, 52));
        the_last_stream_goes(other, strays);
    }

    private void the_last_stream_goes(BuildSnapshotStream stream, List<String> strays) {
        write(strays.getLast(), null, clock.instant());
        clock.advance(Duration.ofDays(8));
        var sweep = new StraySweep(client, Given.VAULT, new SimpleMeterRegistry(), clock);
        sweep.sweep();
        assertThat(runs()).as("a stream is there, which sees to it").hasSize(51);

        client.resource(stream).delete();
        sweep.sweep();
        assertThat(runs()).containsExactlyInAnyOrderElementsOf(strays.subList(2, 52));
    }

    @Test
    void a_stream_that_retains_goes_at_once_and_one_that_deletes_after_its_snapshots() {
        shelf.holds("m1", Given.lineage(MAIN, 1));
        shelf.holds("m2", Given.lineage(MAIN, 2));
        live(() -> {
            stream(StreamSpec.DeletionPolicy.Retain);
            delete_stream();
            eventually("gone", () -> stream().isEmpty());
            assertThat(policies().keySet()).containsExactly("m1", "m2");

            stream(StreamSpec.DeletionPolicy.Delete);
            eventually(
                    "held",
                    () -> stream().orElseThrow().getMetadata().getFinalizers().contains(Api.FINALIZER_STREAM));
            var user = running("m2");
            delete_stream();
            eventually("condemned", () -> condemned().keySet().equals(Set.of("m1")));
            clock.advance(GRACE);
            eventually("all but what is in use", () -> policies().keySet().equals(Set.of("m2")));
            assertThat(stream()).isPresent();

            completes(user);
            eventually("condemned", () -> condemned().containsKey("m2"));
            clock.advance(GRACE);
            eventually("gone", () -> stream().isEmpty());
        });
        assertThat(policies()).isEmpty();
        assertThat(List.of(contentPolicy("m1"), contentPolicy("m2"))).containsOnly("Delete");
    }

    /**
     * One to be deleted, one deleted by hand, and a finalizer to be set. Every operator dies at its second write, and in one of the two cases the
     * first one at its first: so each write is somebody's last. At the first each time none would come beyond a mark that is only set again.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void lives_that_end_at_any_write_change_nothing(int fatal) throws Exception {
        stream(StreamSpec.DeletionPolicy.Delete);
        for (var id = 1; id <= 4; id++) {
            shelf.holds("m" + id, Given.lineage(MAIN, id));
        }
        client.resources(VolumeSnapshot.class)
                .inNamespace(Given.VAULT)
                .withName("m3")
                .delete();
        shelf.holds(NOISE, Given.lineage("another-key", MAIN, 1, TrustLevel.Latched, List.of()));
        running(null);
        var lives = 1;
        while (Mortal.live(
                client,
                lives == 1 ? fatal : 2,
                own -> TestApiServer.retaining(own, TIMES, clock),
                this::a_day_passes)) {
            assertThat(lives++).as("lives").isLessThan(MOST_LIVES);
        }

        assertThat(2 * lives).as("writes").isGreaterThan(WRITES_AT_LEAST);
        assertThat(policies()).isEqualTo(Map.of("m2", "Retain", "m3", "Retain", "m4", "Retain"));
        assertThat(handles()).containsExactly("snap-m2", "snap-m3", "snap-m4");
    }

    private void a_day_passes(BooleanSupplier isDead) {
        eventually("settled", () -> isDead.getAsBoolean() || hasSettled());
    }

    private boolean hasSettled() {
        somebody_elses_objects_change();
        controller_binds("m3");
        if (condemned().containsKey("m1")) {
            clock.advance(GRACE);
        }
        return !policies().containsKey("m1")
                && policies().containsKey("m3")
                && handles().size() == 3
                && stream().orElseThrow().getMetadata().getFinalizers().contains(Api.FINALIZER_STREAM);
    }

    /** Over HTTP, which is what a mortal operator speaks, a watch counts as begun when something came through it. */
    private void somebody_elses_objects_change() {
        var change = "{\"metadata\":{\"annotations\":{\"changed\":\"%d\"}}}".formatted(System.nanoTime());
        var merge = PatchContext.of(PatchType.JSON_MERGE);
        client.resource(snapshot(NOISE)).patch(merge, change);
        client.resources(VolumeSnapshotContent.class)
                .withName("content-" + NOISE)
                .patch(merge, change);
        runs().forEach(run -> client.resources(BuildSnapshotRun.class)
                .inNamespace(Given.NAMESPACE)
                .withName(run)
                .patch(merge, change));
    }

    /** As the snapshot controller does for a VolumeSnapshot that names its content. */
    private static void controller_binds(String name) {
        Optional.ofNullable(snapshot(name))
                .filter(snapshot -> snapshot.getStatus() == null)
                .ifPresent(snapshot -> {
                    var content = snapshot.getSpec().getSource().getVolumeSnapshotContentName();
                    client.resources(VolumeSnapshotContent.class)
                            .withName(content)
                            .edit(known -> {
                                known.getSpec()
                                        .getVolumeSnapshotRef()
                                        .setUid(snapshot.getMetadata().getUid());
                                return known;
                            });
                    client.resource(snapshot).editStatus(known -> {
                        known.setStatus(new VolumeSnapshotStatusBuilder()
                                .withBoundVolumeSnapshotContentName(content)
                                .withCreationTime("2026-11-22T12:00:00Z")
                                .withReadyToUse(true)
                                .build());
                        return known;
                    });
                });
    }

    private interface Life {
        void pass();
    }

    private void live(Life life) {
        var operator = TestApiServer.retaining(client, TIMES, clock);
        try {
            operator.start();
            life.pass();
        } finally {
            operator.stop();
        }
    }

    private void eventually(String what, BooleanSupplier holds) {
        Awaitility.await(what)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(holds::getAsBoolean);
    }

    private static void stream(StreamSpec.DeletionPolicy deletion) {
        stream(deletion, null);
    }

    private static void stream(StreamSpec.DeletionPolicy deletion, StreamSpec.@Nullable PolicyRef policy) {
        var stream = Given.stream("function-a", "");
        stream.getMetadata().setCreationTimestamp(null);
        stream.setSpec(
                new StreamSpec(Given.REPOSITORY, Given.KEY, Given.PATH, "main", policy, null, null, null, deletion));
        client.resource(stream).create();
    }

    private static Optional<BuildSnapshotStream> stream() {
        return Optional.ofNullable(client.resources(BuildSnapshotStream.class)
                .inNamespace(Given.NAMESPACE)
                .withName("function-a")
                .get());
    }

    private static void delete_stream() {
        client.resources(BuildSnapshotStream.class)
                .inNamespace(Given.NAMESPACE)
                .withName("function-a")
                .delete();
    }

    private static void exclude(List<String> names) {
        client.resources(BuildSnapshotStream.class)
                .inNamespace(Given.NAMESPACE)
                .withName("function-a")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        Serialization.asJson(Map.of("spec", Map.of("exclude", names))));
    }

    /** A run of branch main that has its volume, and whose pod is not this test's affair. */
    private String running(@Nullable String snapshot) {
        var job = new Cast(client);
        var run = Given.run(job.asks("refs/heads/main", 7));
        run.getMetadata().setUid(null);
        run.getMetadata().setCreationTimestamp(null);
        run.getMetadata().setName(job.runName());
        run = client.resource(run).create();
        write(run.getMetadata().getName(), snapshot, null);
        return run.getMetadata().getName();
    }

    private static void asks(String name) {
        var run = Given.run(Given.spec("refs/heads/main", 7));
        run.getMetadata().setUid(null);
        run.getMetadata().setCreationTimestamp(null);
        run.getMetadata().setName(name);
        client.resource(run).create();
    }

    private void completes(String run) {
        var known = client.resources(BuildSnapshotRun.class)
                .inNamespace(Given.NAMESPACE)
                .withName(run)
                .get();
        write(run, known.getStatus().restore().snapshot(), clock.instant());
    }

    private void write(String run, @Nullable String snapshot, @Nullable Instant complete) {
        client.resources(BuildSnapshotRun.class)
                .inNamespace(Given.NAMESPACE)
                .withName(run)
                .editStatus(known -> {
                    known.setStatus(new RunStatus(
                            "function-a",
                            "branch:main",
                            null,
                            Objects.requireNonNullElseGet(
                                            known.getStatus(),
                                            () -> new RunStatus(
                                                    null, null, null, restore(snapshot), null, null, null, null, null))
                                    .restore(),
                            null,
                            null,
                            complete == null
                                    ? List.of()
                                    : Conditions.with(
                                            List.of(),
                                            ConditionType.Complete,
                                            Conditions.Truth.TRUE,
                                            "Skipped",
                                            "",
                                            complete),
                            null,
                            null));
                    return known;
                });
    }

    private RunStatus.Restore restore(@Nullable String snapshot) {
        return new RunStatus.Restore(
                snapshot == null ? "StartEmpty" : "FromSnapshot",
                snapshot == null ? "empty" : "branch",
                "HeadOfLane",
                null,
                snapshot,
                null,
                null,
                snapshot == null ? null : "branch:feature",
                null,
                null,
                null,
                null,
                null,
                clock.instant().toString(),
                null,
                null);
    }

    private static List<String> runs() {
        return client.resources(BuildSnapshotRun.class).inNamespace(Given.NAMESPACE).list().getItems().stream()
                .map(run -> run.getMetadata().getName())
                .toList();
    }

    private static Map<String, Condemnation> condemned() {
        return snapshots().stream()
                .filter(snapshot -> snapshot.getMetadata().getAnnotations().containsKey(Api.ANNOTATION_CONDEMNED))
                .collect(Collectors.toMap(
                        snapshot -> snapshot.getMetadata().getName(),
                        snapshot -> Condemnation.parse(
                                        snapshot.getMetadata().getAnnotations().get(Api.ANNOTATION_CONDEMNED))
                                .orElseThrow()));
    }

    private static List<VolumeSnapshot> snapshots() {
        return client.resources(VolumeSnapshot.class)
                .inNamespace(Given.VAULT)
                .list()
                .getItems();
    }

    private static VolumeSnapshot snapshot(String name) {
        return client.resources(VolumeSnapshot.class)
                .inNamespace(Given.VAULT)
                .withName(name)
                .get();
    }

    private static Map<String, String> annotations(String snapshot) {
        return snapshot(snapshot).getMetadata().getAnnotations();
    }

    /** The snapshots that are there, and the deletion policies of their contents. */
    private static TreeMap<String, String> policies() {
        var contents = client.resources(VolumeSnapshotContent.class).list().getItems();
        var found = new TreeMap<String, String>();
        snapshots()
                .forEach(snapshot -> contents.stream()
                        .filter(content -> snapshot.getMetadata()
                                .getUid()
                                .equals(content.getSpec().getVolumeSnapshotRef().getUid()))
                        .forEach(content -> found.merge(
                                snapshot.getMetadata().getName(),
                                content.getSpec().getDeletionPolicy(),
                                (a, b) -> a + b)));
        found.remove(NOISE);
        return found;
    }

    private static String contentPolicy(String snapshot) {
        return client.resources(VolumeSnapshotContent.class)
                .withName("content-" + snapshot)
                .get()
                .getSpec()
                .getDeletionPolicy();
    }

    /** What the storage still has to keep, one for each content that does not go with its VolumeSnapshot. */
    private static List<String> handles() {
        return client.resources(VolumeSnapshotContent.class).list().getItems().stream()
                .filter(content -> content.getSpec().getDeletionPolicy().equals("Retain"))
                .map(content -> content.getSpec().getSource().getSnapshotHandle())
                .filter(handle -> !handle.equals("snap-" + NOISE))
                .sorted()
                .toList();
    }
}
