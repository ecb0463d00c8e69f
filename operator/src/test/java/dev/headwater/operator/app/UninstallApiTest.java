package dev.headwater.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.Given;
import dev.headwater.operator.api.WithApiServer;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.run.OrphanSweep;
import dev.headwater.operator.status.Metric;
import dev.headwater.operator.volume.ClaimRecord;
import dev.headwater.operator.volume.DesiredClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is removed when nobody needs it, and only then. */
@WithApiServer
class UninstallApiTest {
    static KubernetesClient client;

    private final MeterRegistry meters = new SimpleMeterRegistry();

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeAll
    static void a_cluster(KubernetesClient given) {
        client = given;
    }

    @AfterEach
    void clear() {
        client.pods().inNamespace(Given.NAMESPACE).withGracePeriod(0).delete();
        client.resources(BuildSnapshotRun.class).inNamespace(Given.NAMESPACE).delete();
        client.persistentVolumeClaims()
                .inNamespace(Given.VAULT)
                .list()
                .getItems()
                .forEach(UninstallApiTest::remove);
    }

    private int check() {
        return new UninstallCheck(
                        client,
                        Given.VAULT,
                        new PrintStream(said, true, StandardCharsets.UTF_8),
                        Clock.fixed(Given.START, ZoneOffset.UTC))
                .run();
    }

    private static PersistentVolumeClaim claim() {
        var restore = new RunStatus.Restore(
                "StartEmpty",
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
                null);
        return client.resource(DesiredClaim.of(
                        Given.run(Given.spec("refs/heads/main", 1)),
                        Given.VAULT,
                        ClaimRecord.of("function-a", restore, PolicySettings.DEFAULT, List.of(), Optional.empty()),
                        PolicySettings.DEFAULT.volume(),
                        Optional.empty()))
                .create();
    }

    private static void remove(PersistentVolumeClaim claim) {
        client.resource(claim)
                .edit(known -> known.edit()
                        .editMetadata()
                        .withFinalizers()
                        .endMetadata()
                        .build());
        client.resource(claim).delete();
    }

    private void sweep(Instant at) {
        new OrphanSweep(client, Given.VAULT, meters, Clock.fixed(at, ZoneOffset.UTC)).sweep();
    }

    private static Optional<String> mark(PersistentVolumeClaim claim) {
        return Optional.ofNullable(
                client.resource(claim).get().getMetadata().getAnnotations().get(Api.ANNOTATION_ORPHANED_AT));
    }

    @Test
    void a_pod_with_a_slot_keeps_headwater_installed() {
        var pod = Given.jobPod();
        pod.getMetadata().setUid(null);
        client.resource(pod).create();
        claim();

        assertThat(check()).isEqualTo(1);

        assertThat(said.toString(StandardCharsets.UTF_8)).contains("pod ci/runner-x", "uninstall again");
        assertThat(client.persistentVolumeClaims()
                        .inNamespace(Given.VAULT)
                        .list()
                        .getItems())
                .hasSize(1);
    }

    @Test
    void a_run_that_is_not_complete_keeps_headwater_installed() {
        var run = Given.run(Given.spec("refs/heads/main", 1));
        run.getMetadata().setUid(null);
        client.resource(run).create();

        assertThat(check()).isEqualTo(1);

        assertThat(said.toString(StandardCharsets.UTF_8)).contains("run ci/" + Given.NAME);
    }

    @Test
    void without_users_the_vault_is_cleared() {
        var claim = claim();

        assertThat(check()).isZero();

        assertThat(client.resource(claim).get().getMetadata().getDeletionTimestamp())
                .isNotNull();
    }

    @Test
    void a_stream_that_takes_its_snapshots_along_is_not_kept_by_a_finalizer_that_nobody_takes_away() {
        var stream = Given.stream("function-a", "");
        stream.getMetadata().setCreationTimestamp(null);
        stream.getMetadata().setFinalizers(List.of("example.org/theirs", Api.FINALIZER_STREAM));
        client.resource(stream).create();

        assertThat(check()).isZero();

        var left = client.resource(stream).get().getMetadata();
        assertThat(left.getFinalizers()).containsExactly("example.org/theirs");
        assertThat(left.getAnnotations()).containsEntry(Api.ANNOTATION_RELEASED_AT, Given.START.toString());
    }

    @Test
    void a_claim_without_a_run_is_swept_after_ten_minutes() {
        var claim = claim();
        sweep(Given.START);
        assertThat(mark(claim)).contains(Given.START.toString());
        sweep(Given.START.plusSeconds(599));
        assertThat(client.resource(claim).get().getMetadata().getDeletionTimestamp())
                .isNull();
        sweep(Given.START.plusSeconds(601));
        assertThat(client.resource(claim).get().getMetadata().getDeletionTimestamp())
                .isNotNull();
        assertThat(meters.get(Metric.ORPHANS_DELETED.id())
                        .tag("kind", "PersistentVolumeClaim")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_run_that_is_back_saves_its_claim() {
        var claim = claim();
        sweep(Given.START);
        var run = Given.run(Given.spec("refs/heads/main", 1));
        run.getMetadata().setUid(null);
        client.resource(run).create();
        sweep(Given.START.plusSeconds(601));
        assertThat(mark(claim)).isEmpty();
        assertThat(client.resource(claim).get().getMetadata().getDeletionTimestamp())
                .isNull();
    }
}
