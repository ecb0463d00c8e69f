package dev.headwater.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.Given;
import dev.headwater.operator.kube.Role;
import dev.headwater.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.javaoperatorsdk.operator.Operator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Classes of a driver that nobody vouches for. */
@WithApiServer
class ProbeApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int MOST_LIVES = 60;

    static KubernetesClient client;

    private final SmallStorage storage = new SmallStorage(client, SmallStorage.Kind.INDEPENDENT);
    /** Stands still where nothing is waited for in vain: on a slow machine nothing takes too long by it. */
    private final HandClock clock = new HandClock(Instant.now());

    private @Nullable Operator operator;

    @BeforeAll
    static void a_cluster_with_a_stream(KubernetesClient given) {
        client = given;
        the_vault_demands("restricted");
        Cast.user_applies_a_stream(client);
    }

    @AfterAll
    static void leave_the_vault_as_it_was() {
        the_vault_demands("privileged");
    }

    private static void the_vault_demands(String level) {
        client.namespaces()
                .withName(Given.VAULT)
                .edit(known -> known.edit()
                        .editMetadata()
                        .addToLabels("pod-security.kubernetes.io/enforce", level)
                        .endMetadata()
                        .build());
    }

    @AfterEach
    void clear() {
        if (operator != null) {
            operator.stop();
        }
        forget();
        client.resources(BuildSnapshotRun.class).inNamespace(Given.NAMESPACE).delete();
        client.resources(VolumeSnapshot.class).inNamespace(Given.VAULT).delete();
        client.resources(VolumeSnapshotContent.class).delete();
    }

    private void start() {
        operator = TestApiServer.probing(client, clock);
        operator.start();
    }

    @Test
    void a_save_is_cut_once_its_classes_are_proven_and_the_result_is_kept() throws InterruptedException {
        start();
        var cast = new Cast(client);
        var world = new SmallWorld(cast);
        cast.plugin_creates_the_run(cast.asks("refs/heads/main", 1));
        world.actUntil(() -> slot(cast).map(RunStatus.Slot::unstagedAt).isPresent());
        accepted("ProbingClasses", "Unknown");
        assertThat(condition(ConditionType.Ready).orElseThrow().getReason()).isEqualTo("Serving");
        assertThat(cast.run().getStatus().save()).isNull();

        world.actUntil(() -> {
            storage.act();
            return isComplete(cast);
        });

        var kept = probe().orElseThrow();
        assertThat(kept.getImmutable()).isTrue();
        assertThat(kept.getData())
                .containsEntry("outcome", "Independent")
                .containsEntry("storageClass", "block")
                .containsKeys("reason", "kubernetes", "volumeSnapshotClassUid");
        var save = cast.run().getStatus().save();
        assertThat(save.decision()).isEqualTo("Save");
        assertThat(Instant.parse(save.at()))
                .isAfterOrEqualTo(Instant.parse(kept.getData().get("endedAt")));
        accepted("Accepted", "True");
        nothingIsLeft();
    }

    @Test
    void classes_whose_snapshots_go_with_their_volumes_are_refused_until_somebody_has_them_probed_again()
            throws InterruptedException {
        storage.becomes(SmallStorage.Kind.INSIDE_ITS_VOLUME);
        start();
        Awaitility.await("a volume that never comes")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    storage.act();
                    return storage.hasRefused();
                });
        clock.advance(TestApiServer.PATIENCE.plusSeconds(1));
        accepted("ClassNotIndependent", "False");
        assertThat(condition(ConditionType.Accepted).orElseThrow().getMessage())
                .contains(
                        "VolumeSnapshotClass block",
                        "code = NotFound",
                        "kubectl delete configmap "
                                + probe().orElseThrow().getMetadata().getName() + " -n vault");
        var cast = new Cast(client);
        cast.plugin_creates_the_run(cast.asks("refs/heads/main", 2));
        new SmallWorld(cast).actUntil(() -> isComplete(cast));
        assertThat(cast.run().getStatus().save().reason()).isEqualTo("NotAccepted");
        assertThat(cast.run().getStatus().save().message()).startsWith("ClassNotIndependent: ");
        assertThat(cast.find(VolumeSnapshot.class)).isEmpty();
        nothingIsLeft();

        storage.becomes(SmallStorage.Kind.INDEPENDENT);
        forget();
        accepted("Accepted", "True");
    }

    @Test
    void a_vault_without_room_is_no_verdict() {
        var quota = Cast.no_claim_fits_the_quota(client);
        start();
        accepted("ProbingClasses", "Unknown");
        Awaitility.await("the obstacle is told")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> condition(ConditionType.Accepted)
                        .filter(condition -> condition.getMessage().contains("exceeded quota: full"))
                        .isPresent());
        client.resource(quota).delete();
        clock.advance(TestApiServer.PATIENCE);
        somebody_looks_at_the_probe();
        accepted("Accepted", "True");
    }

    /** By its own clock the operator would look again in some seconds. */
    private static void somebody_looks_at_the_probe() {
        client.resource(probe().orElseThrow())
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"looked-at\":\"true\"}}}");
    }

    @Test
    void an_operator_that_dies_at_each_of_its_writes_comes_to_the_same_result() throws Exception {
        var lives = 0;
        while (probe().filter(ProbeApiTest::hasEnded).isEmpty()
                || !storage.objects().isEmpty()) {
            assertThat(lives++).as("lives").isLessThan(MOST_LIVES);
            Mortal.live(client, 1, own -> TestApiServer.proving(own, clock), this::untilItsDeathOrTheEnd);
        }
        assertThat(probe().orElseThrow().getData())
                .containsEntry("outcome", "Independent")
                .doesNotContainKey("failures");
    }

    /** Until the first write of a life, or until there is nothing to write. */
    private void untilItsDeathOrTheEnd(BooleanSupplier isDead) {
        Awaitility.await("the end of a life")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    storage.act();
                    return isDead.getAsBoolean()
                            || (probe().filter(ProbeApiTest::hasEnded).isPresent()
                                    && storage.objects().isEmpty());
                });
    }

    private static boolean hasEnded(ConfigMap probe) {
        return probe.getData().containsKey("outcome");
    }

    private void nothingIsLeft() {
        Awaitility.await("everything but the result goes")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    storage.act();
                    return storage.objects().isEmpty();
                });
    }

    private void accepted(String reason, String status) {
        Awaitility.await(reason)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    if (!reason.equals("ProbingClasses")) {
                        storage.act();
                    }
                    return condition(ConditionType.Accepted)
                            .filter(condition -> condition.getReason().equals(reason)
                                    && condition.getStatus().equals(status))
                            .isPresent();
                });
    }

    private static Optional<Condition> condition(ConditionType type) {
        return Optional.ofNullable(client.resources(BuildSnapshotStream.class)
                        .inNamespace(Given.NAMESPACE)
                        .withName("function-a")
                        .get()
                        .getStatus())
                .flatMap(status -> Conditions.find(status.conditions(), type));
    }

    private static Optional<ConfigMap> probe() {
        return probes().stream().findFirst();
    }

    private static List<ConfigMap> probes() {
        return client.configMaps()
                .inNamespace(Given.VAULT)
                .withLabel(Api.LABEL_ROLE, Role.PROBE.label())
                .list()
                .getItems();
    }

    private static void forget() {
        probes().forEach(probe -> client.resource(probe).delete());
    }

    private static Optional<RunStatus.Slot> slot(Cast cast) {
        return Optional.ofNullable(cast.run().getStatus()).map(RunStatus::slot);
    }

    private static boolean isComplete(Cast cast) {
        var status = cast.run().getStatus();
        return status != null && Conditions.isTrue(status.conditions(), ConditionType.Complete);
    }
}
