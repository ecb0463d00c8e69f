package dev.headwater.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.operator.Given;
import dev.headwater.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.javaoperatorsdk.operator.OperatorException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The operator dies at each of its writes, which the API server has heard of and the operator has not: the run ends the same. To die before
 * a write is to die after the one before it.
 */
@WithApiServer
class KilledOperatorApiTest {
    private static final int WRITES_AT_LEAST = 10;
    private static final int NEVER = Integer.MAX_VALUE;

    static KubernetesClient client;

    @BeforeAll
    static void a_cluster_with_a_stream(KubernetesClient given) {
        client = given;
        Cast.user_applies_a_stream(client);
    }

    @Test
    void a_run_that_is_saved_ends_the_same() throws Exception {
        var write = 1;
        while (dies(write)) {
            write++;
        }
        assertThat(write).as("writes of one run").isGreaterThan(WRITES_AT_LEAST);
    }

    /** Whether the run had so many writes. */
    private static boolean dies(int write) throws Exception {
        var cast = new Cast(client);
        var world = new SmallWorld(cast);
        cast.plugin_creates_the_run(cast.asks("refs/heads/main", 1000 + write));
        var killer = new KillingProxy(client.getConfiguration(), write);
        live(killer, () -> world.actUntil(() -> killer.hasKilled() || isComplete(cast)));
        if (killer.hasKilled()) {
            live(new KillingProxy(client.getConfiguration(), NEVER), () -> world.actUntil(() -> isComplete(cast)));
        }
        assertEndedWell(cast, "killed at write " + write);
        client.resources(VolumeSnapshot.class).inNamespace(Given.VAULT).delete();
        client.resources(VolumeSnapshotContent.class).delete();
        return killer.hasKilled();
    }

    private interface Life {
        void pass() throws InterruptedException;
    }

    /** A life that was cut off is buried by somebody else: it still waits for answers that never come. */
    private static void live(KillingProxy proxy, Life life) throws InterruptedException {
        var own = new KubernetesClientBuilder().withConfig(proxy.config()).build();
        var operator = TestApiServer.operator(own);
        try {
            operator.start();
            life.pass();
        } catch (OperatorException e) {
            if (!proxy.hasKilled()) {
                throw e;
            }
        } finally {
            proxy.close();
            Thread.startVirtualThread(() -> {
                operator.stop();
                own.close();
            });
        }
    }

    private static boolean isComplete(Cast cast) {
        var status = cast.run().getStatus();
        return status != null && Conditions.isTrue(status.conditions(), ConditionType.Complete);
    }

    private static void assertEndedWell(Cast cast, String death) {
        var status = cast.run().getStatus();
        assertThat(Conditions.find(status.conditions(), ConditionType.Complete).map(Condition::getReason))
                .as(death)
                .contains("Saved");
        assertThat(status.restore().decision()).as(death).isEqualTo("StartEmpty");
        assertThat(status.attempts()).as(death).isNull();
        assertThat(cast.find(Pod.class)).as(death).isEmpty();
        assertThat(cast.find(PersistentVolumeClaim.class)).as(death).isEmpty();
        var snapshots = client.resources(VolumeSnapshot.class)
                .inNamespace(Given.VAULT)
                .list()
                .getItems();
        assertThat(snapshots)
                .as(death)
                .singleElement()
                .satisfies(snapshot -> assertThat(
                                snapshot.getMetadata().getAnnotations().get(Api.ANNOTATION_LINEAGE))
                        .isEqualTo(cast.content()
                                .orElseThrow()
                                .getMetadata()
                                .getAnnotations()
                                .get(Api.ANNOTATION_LINEAGE)));
    }
}
