package dev.headwater.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.Given;
import dev.headwater.operator.api.TestApiServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The wired program: one boot for everything that only it can show. */
@Tag("api")
@QuarkusTest
@QuarkusTestResource(value = ApiServerResource.class, restrictToAnnotatedClass = true)
class ProgramApiTest {
    @Inject
    Lifecycle lifecycle;

    @Inject
    KubernetesClient client;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI readiness;

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @Test
    void it_leads_becomes_ready_shows_its_certificate_and_counts() throws IOException, InterruptedException {
        TestApiServer.prepare(client);
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName(Api.OPERATOR_CERTIFICATES)
                        .endMetadata()
                        .build())
                .create();
        assertThat(get(readiness).statusCode()).isEqualTo(503);

        lifecycle.start();

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> get(readiness).statusCode() == 200);
        assertThat(client.configMaps()
                        .inNamespace("default")
                        .withName(Api.OPERATOR_CERTIFICATES)
                        .get()
                        .getData()
                        .get("operator-1"))
                .startsWith("-----BEGIN CERTIFICATE-----");
        var lease = client.leases().inNamespace("default").withName("headwater-operator");
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> lease.get() != null);
        assertThat(lease.get().getSpec().getHolderIdentity()).isEqualTo("operator-1");
        client.resource(Given.stream("function-a", Given.START.toString())).create();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> get(metrics)
                                .body()
                                .lines()
                                .filter(line -> line.contains("events_received"))
                                .count()
                        >= 1);
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
