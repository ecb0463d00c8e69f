package dev.headwater.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.operator.Given;
import dev.headwater.operator.status.Conditions;
import dev.headwater.operator.status.Metric;
import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubeapitest.junit.KubeConfig;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A cluster that cannot hold snapshots, and learns to. */
@Tag("api")
@EnableKubeAPIServer
class NoSnapshotsApiTest {
    @KubeConfig
    static String kubeConfig = "";

    @Test
    void the_operator_starts_without_the_CRDs_and_picks_them_up() {
        try (var client = TestApiServer.client(kubeConfig);
                var said = new Said(client)) {
            TestApiServer.prepare(client);
            Cast.user_applies_a_stream(client);
            var operator = TestApiServer.operator(client, said.meters());
            operator.start();
            streamSays(client, "NoSnapshotApi");
            var cold = new Cast(client);
            cold.plugin_creates_the_run(cold.asks("refs/heads/main", 1));
            var told = cold.eventually("decided", status -> status.restore() != null);
            assertThat(told.restore().reason()).isEqualTo("NoSnapshotApi");
            assertThat(Conditions.find(told.conditions(), ConditionType.Restored))
                    .get()
                    .extracting(Condition::getReason)
                    .isEqualTo("NoSnapshotApi");
            said.aboutARun(cold, "NoSnapshotApi", Metric.RESTORES);
            cold.plugin_releases(RunSpec.Cause.Answered, null);
            cold.eventually_complete();

            TestApiServer.installSnapshotCrds(client);

            streamSays(client, "Serving");
            var next = new Cast(client);
            next.plugin_creates_the_run(next.asks("refs/heads/main", 2));
            next.keeper();
            operator.stop();
        }
    }

    private static void streamSays(KubernetesClient client, String reason) {
        Awaitility.await(reason).atMost(Duration.ofMinutes(1)).until(() -> {
            var status = client.resources(BuildSnapshotStream.class)
                    .inNamespace(Given.NAMESPACE)
                    .withName("function-a")
                    .get()
                    .getStatus();
            return status != null
                    && Conditions.find(status.conditions(), ConditionType.Ready)
                            .map(Condition::getReason)
                            .filter(reason::equals)
                            .isPresent();
        });
    }
}
