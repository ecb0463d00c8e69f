package dev.headwater.operator.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.Given;
import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.kube.SnapshotCatalog;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.restore.RestoreDecision.FromSnapshot;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContentBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API server whose Nth answer fails, for every N: "could not look" never becomes "there is none". */
class UnreadableWorldTest {
    private static final String RECORD =
            Given.lineage(new Lane.Branch("main"), 1).toJson();

    private final AtomicInteger answers = new AtomicInteger();
    private volatile int failing;
    private volatile int failure;
    private HttpServer server;
    private KubernetesClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void a_look_that_failed_never_looks_like_an_empty_stream() {
        failing = -1;
        assertThat(decide()).containsInstanceOf(FromSnapshot.class);
        var needed = answers.get();
        assertThat(needed).isGreaterThanOrEqualTo(4);
        for (var code : List.of(500, 503, 403, 429)) {
            for (var n = 1; n <= needed; n++) {
                answers.set(0);
                failing = n;
                failure = code;
                assertThat(decide().filter(decision -> !(decision instanceof FromSnapshot)))
                        .as("answer %d is %d", n, code)
                        .isEmpty();
            }
        }
    }

    /** Empty where the look failed, which is to be tried again. */
    private Optional<RestoreDecision> decide() {
        var gatherer = new CandidateGatherer(
                client, new StreamReader(client), new SnapshotReader(client, Given.VAULT), SnapshotCatalog.unwatched());
        try {
            var run = Given.run(Given.spec("refs/heads/main", 9));
            return Optional.of(
                    RestorePolicy.decide(gatherer.gather(run, new JobPod.Present(Given.jobPod()), Set.of())));
        } catch (KubernetesClientException e) {
            return Optional.empty();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var fails = answers.incrementAndGet() == failing;
        var body = (fails ? "{}" : body(exchange.getRequestURI().getPath())).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(fails ? failure : 200, body.length);
        try (var stream = exchange.getResponseBody()) {
            stream.write(body);
        }
    }

    private static String body(String path) {
        var kind = path.substring(path.lastIndexOf('/') + 1);
        return switch (kind) {
            case "buildsnapshotstreams" -> list(Given.stream("function-a", "2026-01-01T00:00:00Z"));
            case "volumesnapshots" -> list(snapshot());
            case "volumesnapshotcontents" -> list(content());
            case "v1" ->
                Serialization.asJson(Map.of(
                        "kind",
                        "APIResourceList",
                        "groupVersion",
                        "snapshot.storage.k8s.io/v1",
                        "resources",
                        List.of(Map.of("name", "volumesnapshots", "kind", "VolumeSnapshot", "namespaced", true))));
            default -> Serialization.asJson(Map.of("apiVersion", "v1", "kind", "List", "items", List.of()));
        };
    }

    private static String list(Object item) {
        return Serialization.asJson(Map.of("apiVersion", "v1", "kind", "List", "items", List.of(item)));
    }

    private static Object snapshot() {
        return new VolumeSnapshotBuilder()
                .withNewMetadata()
                .withNamespace(Given.VAULT)
                .withName("s")
                .withUid("uid-s")
                .addToAnnotations(Api.ANNOTATION_LINEAGE, RECORD)
                .endMetadata()
                .withNewStatus()
                .withBoundVolumeSnapshotContentName("c")
                .withReadyToUse(true)
                .withCreationTime("2026-11-22T12:00:00Z")
                .endStatus()
                .build();
    }

    private static Object content() {
        return new VolumeSnapshotContentBuilder()
                .withNewMetadata()
                .withName("c")
                .addToAnnotations(Api.ANNOTATION_LINEAGE, RECORD)
                .endMetadata()
                .withNewSpec()
                .withDriver(Given.DRIVER)
                .withNewVolumeSnapshotRef()
                .withUid("uid-s")
                .endVolumeSnapshotRef()
                .endSpec()
                .build();
    }
}
