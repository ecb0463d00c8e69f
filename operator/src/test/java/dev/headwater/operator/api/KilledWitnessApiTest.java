package dev.headwater.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.github.GithubServer;
import dev.headwater.operator.github.GithubServer.WorkflowFacts;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators that die while GitHub thinks, and then at each of their writes: GitHub is asked again, and what it said is written once. */
@WithApiServer
class KilledWitnessApiTest {
    private static final PolicySpec PROVEN = new PolicySpec(
            null, null, null, null, new PolicySpec.Trust(null, TrustLevel.Proven), null, null, null, null);
    private static final int MOST_LIVES = 80;
    private static final String NAME = "runner-mortal";

    static KubernetesClient client;

    private final Clock clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void a_cluster(KubernetesClient given) {
        client = given;
    }

    /** For these operators no time passes: what they live through would take longer than a job waits for GitHub. */
    private Operator operator(KubernetesClient own, GithubServer github) {
        return TestApiServer.operator(own, github.witness(folder, clock), new SimpleMeterRegistry(), clock);
    }

    @Test
    void a_job_stays_proven_whenever_operators_die() throws Exception {
        var scaleSet = new RunnerScaleSet(client);
        scaleSet.install();
        var runner = scaleSet.starts(NAME);
        var scene = new Scene(client, "mortal", RunnerScaleSet.owner(runner)).under(PROVEN);
        var job = scene.cast();
        try (var github = new GithubServer()) {
            github.hangs();
            scene.asks();
            var said = job.run().getSpec().job();
            scaleSet.listener_says(
                    runner, Map.of("jobRepositoryName", said.repository(), "workflowRunId", said.runId()));
            Mortal.live(
                    client,
                    MOST_LIVES,
                    own -> operator(own, github),
                    _ -> Awaitility.await()
                            .atMost(Duration.ofMinutes(1))
                            .until(() -> !github.asked().isEmpty()));
            assertThat(job.run().getStatus()).isNull();

            github.knows(said, WorkflowFacts.of(said, 7, NAME));
            github.behavesWell();
            var lives = 1;
            while (Mortal.live(
                    client,
                    1,
                    own -> operator(own, github),
                    isDead -> SmallWorld.actUntil(
                            List.of(new SmallWorld(job)), () -> isDead.getAsBoolean() || job.isComplete()))) {
                assertThat(lives++).isLessThan(MOST_LIVES);
            }

            var status = job.run().getStatus();
            assertThat(status.restore().level()).isEqualTo(TrustLevel.Proven);
            var word = Objects.requireNonNull(status.proofs().github());
            assertThat(List.of(word.restore(), word.save()))
                    .extracting(RunStatus.Proof::reason)
                    .containsOnly("Verified");
            assertThat(client.resources(VolumeSnapshot.class)
                            .inNamespace(Given.VAULT)
                            .list()
                            .getItems())
                    .singleElement()
                    .satisfies(snapshot -> assertThat(
                                    snapshot.getMetadata().getAnnotations().get(Api.ANNOTATION_LINEAGE))
                            .contains("\"trust\":\"Proven\""));
        }
    }
}
