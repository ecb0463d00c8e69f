package dev.headwater.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.StreamStatus;
import dev.headwater.operator.Given;
import dev.headwater.operator.kube.SnapshotPairing;
import dev.headwater.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operators that die at each of their writes, from the request to the stream's head, with the queue before the storage: everything ends the same. */
@WithApiServer
class KilledOperatorApiTest {
    private static final int WRITES_AT_LEAST = 14;
    private static final int LONGEST_LIFE = 8;
    private static final int MOST_LIVES = 80;
    private static final String MAIN = "refs/heads/main";
    private static final String FEATURE = "refs/heads/feature";

    static KubernetesClient client;

    @BeforeAll
    static void a_cluster(KubernetesClient given) {
        client = given;
    }

    @BeforeEach
    void a_stream() {
        Cast.user_applies_a_stream(client);
    }

    @AfterEach
    void clear() {
        client.resources(BuildSnapshotStream.class).inNamespace(Given.NAMESPACE).delete();
        client.resources(BuildSnapshotRun.class).inNamespace(Given.NAMESPACE).delete();
        client.resources(VolumeSnapshot.class).inNamespace(Given.VAULT).delete();
        client.resources(VolumeSnapshotContent.class).delete();
    }

    @Test
    void operators_that_die_at_their_first_write_save_a_run() throws Exception {
        var job = asks(MAIN, 1);
        var lives = pass(
                _ -> 1, List.of(new SmallWorld(job)), () -> isSeenByTheStream(List.of(job), Set.of(job.runName())));

        assertThat(lives).as("writes of one run").isGreaterThan(WRITES_AT_LEAST);
        assertEndedWell(job);
        assertThat(snapshots()).hasSize(1);
    }

    /** One snapshot at a time: the first keeps the others waiting until all of them have said that they wait. */
    @Test
    void operators_that_live_ever_longer_take_every_snapshot_in_its_turn() throws Exception {
        var first = asks(FEATURE, 10);
        var late = asks(FEATURE, 11);
        var second = asks(MAIN, 13);
        var earlier = asks(MAIN, 12);
        var waiting = List.of(late, second, earlier);
        var begun = new Latch(() -> first.told(VolumeSnapshot.class).isPresent());
        var said = new Latch(() -> waiting.stream().allMatch(Cast::isQueued));
        var worlds = new ArrayList<>(List.of(new SmallWorld(first, () -> true, said)));
        waiting.forEach(job -> worlds.add(new SmallWorld(job, begun, () -> true)));
        var jobs = List.of(first, earlier, second, late);
        var taken = new LinkedHashSet<String>();

        var lives = pass(life -> Math.min(life, LONGEST_LIFE), worlds, () -> {
            lookAtTheQueue(taken);
            return isSeenByTheStream(jobs, Set.of(second.runName(), late.runName()));
        });

        assertThat(lives).isGreaterThan(LONGEST_LIFE);
        jobs.forEach(KilledOperatorApiTest::assertEndedWell);
        assertThat(taken)
                .as("the default lane first, then the order of the runs")
                .containsExactlyElementsOf(jobs.stream().map(Cast::runName).toList());
        assertThat(snapshots()).hasSize(jobs.size());
    }

    /** What has come true once stays so. */
    private static final class Latch implements BooleanSupplier {
        private final BooleanSupplier comes;
        private boolean came;

        Latch(BooleanSupplier comes) {
            this.comes = comes;
        }

        @Override
        public boolean getAsBoolean() {
            came = came || comes.getAsBoolean();
            return came;
        }
    }

    private static Cast asks(String ref, long runId) {
        var job = new Cast(client);
        job.plugin_creates_the_run(job.asks(ref, runId));
        return job;
    }

    /** How many operators died before this held. */
    private static int pass(IntUnaryOperator fatalWrite, List<SmallWorld> worlds, BooleanSupplier holds)
            throws Exception {
        var lives = 1;
        while (Mortal.live(
                client,
                fatalWrite.applyAsInt(lives),
                own -> TestApiServer.operator(own, 1),
                isDead -> SmallWorld.actUntil(worlds, () -> isDead.getAsBoolean() || holds.getAsBoolean()))) {
            assertThat(lives++).as("lives").isLessThan(MOST_LIVES);
        }
        return lives;
    }

    private static void lookAtTheQueue(Set<String> taken) {
        var known = Sight.of(client).all(VolumeSnapshot.class);
        known.stream()
                .map(snapshot -> snapshot.getMetadata().getName())
                .filter(name -> !taken.contains(name))
                .forEach(taken::add);
        assertThat(known.stream().filter(snapshot -> !SnapshotPairing.isReady(snapshot)))
                .as("snapshots under way")
                .hasSizeLessThan(2);
    }

    /** The last thing that happens: the stream shows the head of each lane, and the last save. */
    private static boolean isSeenByTheStream(List<Cast> jobs, Set<String> heads) {
        return jobs.stream().allMatch(Cast::isComplete)
                && stream()
                        .filter(status -> headsOf(status).equals(heads))
                        .filter(status -> Optional.ofNullable(status.lastSave())
                                .map(StreamStatus.LastSave::run)
                                .equals(lastJudged(jobs)))
                        .isPresent();
    }

    private static Optional<String> lastJudged(List<Cast> jobs) {
        return jobs.stream()
                .max(Comparator.comparing((Cast job) -> Instant.parse(
                                job.toldStatus().orElseThrow().save().at()))
                        .thenComparing(Cast::runName))
                .map(Cast::runName);
    }

    private static Optional<StreamStatus> stream() {
        return Sight.of(client)
                .last(BuildSnapshotStream.class, Given.NAMESPACE, "function-a")
                .map(BuildSnapshotStream::getStatus);
    }

    private static Set<String> headsOf(StreamStatus status) {
        return Optional.ofNullable(status.heads()).orElse(List.of()).stream()
                .map(StreamStatus.Head::snapshot)
                .collect(Collectors.toSet());
    }

    private static void assertEndedWell(Cast job) {
        var status = job.run().getStatus();
        assertThat(Conditions.find(status.conditions(), ConditionType.Complete).map(Condition::getReason))
                .contains("Saved");
        assertThat(status.restore().decision()).isEqualTo("StartEmpty");
        assertThat(status.attempts()).isNull();
        assertThat(status.save().readyAt()).isNotNull();
        assertThat(job.find(Pod.class)).isEmpty();
        assertThat(job.find(PersistentVolumeClaim.class)).isEmpty();
        var content = job.content().orElseThrow();
        assertThat(content.getSpec().getDeletionPolicy()).isEqualTo("Retain");
        assertThat(lineage(job.find(VolumeSnapshot.class).orElseThrow()))
                .isNotNull()
                .isEqualTo(lineage(content));
    }

    private static String lineage(HasMetadata object) {
        return object.getMetadata().getAnnotations().get(Api.ANNOTATION_LINEAGE);
    }

    private static List<VolumeSnapshot> snapshots() {
        return client.resources(VolumeSnapshot.class)
                .inNamespace(Given.VAULT)
                .list()
                .getItems();
    }
}
