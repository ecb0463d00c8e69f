package dev.headwater.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.ProofReason;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Proven;
import dev.headwater.operator.proof.CallerGatherer;
import dev.headwater.operator.proof.CertificatePublisher;
import dev.headwater.operator.proof.ProofDesk;
import dev.headwater.operator.proof.ProofEndpoint;
import dev.headwater.operator.proof.ProofServer;
import dev.headwater.operator.status.EventPublisher;
import dev.headwater.operator.trust.Issuer;
import dev.headwater.operator.trust.IssuerAuthorities;
import dev.headwater.operator.trust.IssuerKeys;
import dev.headwater.operator.trust.JwksServer;
import dev.headwater.operator.trust.TokenVerifier;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens of jobs, from the node plugin's hands into the journal: an issuer on the loopback, and everything else as it is. */
@WithApiServer
class ProofApiTest {
    private static final PolicySpec PROVEN = new PolicySpec(
            null, null, null, null, new PolicySpec.Trust(TrustLevel.Proven, TrustLevel.Proven), null, null, null, null);

    static final JwksServer jwks = new JwksServer();
    static final Issuer github = new Issuer(jwks.url(), "k1");
    static final Vertx vertx = Vertx.vertx();
    static KubernetesClient client;
    static Operator operator;
    static NodePlugin plugin;
    static NodePlugin elsewhere;
    static NodePlugin somebody;
    static int port;

    @BeforeAll
    static void start(KubernetesClient given) {
        client = given;
        jwks.tells(github.publicKey());
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(Given.NAMESPACE)
                        .withName(Api.OPERATOR_CERTIFICATES)
                        .endMetadata()
                        .withData(Map.of("gone", "of an operator that is gone"))
                        .build())
                .create();
        var verifier = new TokenVerifier(
                new IssuerKeys(List.of(github.url()), Duration.ofSeconds(1), IssuerAuthorities.tls(Optional.empty())));
        var events = new EventPublisher(client, new SimpleMeterRegistry(), Runnable::run);
        var desk = new ProofDesk(client, verifier, events, Clock.systemUTC());
        plugin = new NodePlugin(client, "headwater-node-plugin", Given.NODE);
        elsewhere = new NodePlugin(client, "headwater-node-plugin", "node-2");
        somebody = new NodePlugin(client, "somebody", Given.NODE);
        port = new ProofServer(
                        vertx,
                        new ProofEndpoint(new CallerGatherer(client, Given.NAMESPACE), desk),
                        new CertificatePublisher(client, Given.NAMESPACE, "headwater-node-plugin-" + Given.NODE),
                        "localhost")
                .start(0, Instant.now());
        operator = TestApiServer.operator(client);
        operator.start();
    }

    @AfterAll
    static void stop() {
        operator.stop();
        vertx.close();
        jwks.close();
        client.serviceAccounts().inNamespace(Given.NAMESPACE).delete();
    }

    private static BuildSnapshotRun read(Scene scene) {
        return client.resources(BuildSnapshotRun.class)
                .inNamespace(Given.NAMESPACE)
                .withName(scene.cast().runName())
                .get();
    }

    private static JWTClaimsSet.Builder claims(Scene scene, TokenUse use) {
        var spec = read(scene).getSpec();
        return github.claims(spec.job(), use.audience(spec.pod().uid(), "cargo"), Instant.now());
    }

    private static String token(Scene scene, TokenUse use) {
        return github.token(claims(scene, use).build());
    }

    private static int hands(Scene scene, TokenUse use, String token) {
        return plugin.hands(port, scene.cast().runName(), use, token);
    }

    private static RunStatus.Proofs proofs(Scene scene) {
        return Objects.requireNonNull(read(scene).getStatus().proofs());
    }

    @Test
    void a_proven_job_gets_and_saves_what_only_proven_jobs_get_and_save() {
        var scene = new Scene(client, "proven").under(PROVEN).asks_with_a_token();
        assertThat(hands(scene, TokenUse.RESTORE, token(scene, TokenUse.RESTORE)))
                .isEqualTo(204);
        scene.gets_its_volume();

        assertThat(scene.decided().level()).isEqualTo(TrustLevel.Proven);
        assertThat(proofs(scene).restore().reason()).isEqualTo("Verified");
        assertThat(proofs(scene).restore().checkRunId()).isEqualTo("29679449526");

        var end = token(scene, TokenUse.SAVE);
        assertThat(hands(scene, TokenUse.SAVE, end)).isEqualTo(204);
        scene.wants_to_be_saved().is_sealed(scene.report("Done")).is_unstaged();

        assertThat(scene.judged().reason()).isEqualTo(SaveReason.JobAsked.name());
        var snapshot = client.resources(VolumeSnapshot.class)
                .inNamespace(Given.VAULT)
                .withName(scene.cast().runName());
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> snapshot.get() != null);
        assertThat(snapshot.get().getMetadata().getAnnotations().get(Api.ANNOTATION_LINEAGE))
                .contains("\"trust\":\"Proven\"");
        assertThat(Serialization.asYaml(read(scene))).doesNotContain(end, end.split("\\.", -1)[2]);
    }

    @Test
    void without_a_token_at_its_end_it_is_not_saved() {
        var scene = new Scene(client, "half-proven").under(PROVEN).asks_with_a_token();
        assertThat(hands(scene, TokenUse.RESTORE, token(scene, TokenUse.RESTORE)))
                .isEqualTo(204);
        scene.gets_its_volume().wants_to_be_saved();

        assertThat(scene.judged().reason()).isEqualTo(SaveReason.NotTrustedEnough.name());
    }

    @Test
    void a_token_that_never_comes_holds_a_job_up_for_a_moment_only() {
        var scene = new Scene(client, "forsaken").under(Scene.CLAIMS).asks_with_a_token(4);

        assertThat(scene.decided().level()).isEqualTo(TrustLevel.Claimed);
        assertThat(hands(scene, TokenUse.RESTORE, token(scene, TokenUse.RESTORE)))
                .isEqualTo(204);
        assertThat(proofs(scene).restore().reason()).isEqualTo(ProofReason.TooLate.name());
    }

    @Test
    void a_token_of_another_job_is_told_and_ends_the_save() {
        var scene = new Scene(client, "liar").under(Scene.CLAIMS).asks_with_a_token();
        var other = claims(scene, TokenUse.RESTORE).claim("ref", "refs/heads/feature");
        assertThat(hands(scene, TokenUse.RESTORE, github.token(other.build()))).isEqualTo(204);
        scene.gets_its_volume().wants_to_be_saved();

        assertThat(scene.judged().reason()).isEqualTo(SaveReason.NotTrustedEnough.name());
        assertThat(scene.judged().message()).contains("refs/heads/feature", "refs/heads/main");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> client.resources(Event.class).inNamespace(Given.NAMESPACE).list().getItems().stream()
                        .anyMatch(event -> ProofReason.ClaimsContradict.name().equals(event.getReason())));
    }

    @Test
    void only_the_node_s_own_plugin_hands_tokens_over() {
        var scene = new Scene(client, "strangers").asks();
        var token = token(scene, TokenUse.RESTORE);
        var run = scene.cast().runName();

        assertThat(elsewhere.hands(port, run, TokenUse.RESTORE, token)).isEqualTo(403);
        assertThat(somebody.hands(port, run, TokenUse.RESTORE, token)).isEqualTo(401);
        assertThat(plugin.hands(port, plugin.token("https://localhost"), run, TokenUse.RESTORE, token))
                .isEqualTo(401);
        assertThat(plugin.hands(port, "nonsense", run, TokenUse.RESTORE, token)).isEqualTo(401);
        assertThat(plugin.hands(port, "no-such-run", TokenUse.RESTORE, token)).isEqualTo(404);
        assertThat(plugin.hands(port, "../" + run, TokenUse.RESTORE, token)).isEqualTo(400);
        assertThat(Proven.of(read(scene).getStatus(), TokenUse.RESTORE)).isEmpty();
    }

    @Test
    void keys_that_cannot_be_read_decide_nothing() {
        var scene = new Scene(client, "outage").under(PROVEN).asks_with_a_token();
        var rotated = new Issuer(github.url(), "k2");
        var token = rotated.token(claims(scene, TokenUse.RESTORE).build());
        jwks.tells();
        assertThat(hands(scene, TokenUse.RESTORE, token)).isEqualTo(503);

        jwks.tells(github.publicKey(), rotated.publicKey());

        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> hands(scene, TokenUse.RESTORE, token) == 204);
        assertThat(proofs(scene).restore()).isNotNull();
    }

    @Test
    void operators_that_are_gone_are_not_trusted_any_more() {
        assertThat(client.configMaps()
                        .inNamespace(Given.NAMESPACE)
                        .withName(Api.OPERATOR_CERTIFICATES)
                        .get()
                        .getData())
                .containsOnlyKeys("headwater-node-plugin-" + Given.NODE);
    }
}
