package dev.headwater.e2e.stories;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.headwater.e2e.world.HostProcesses;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponseBuilder;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReview;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReviewBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * The API server asks here before each write of the operator, and the operator dies of each that it tries for the first time. It has not
 * heard then whether the write was made; the API server may have made it. Leases and events do not count: they are told beside the walk.
 */
final class DeadlyWrites implements AutoCloseable {
    private static final String NAME = "deadly-writes.headwater.test";
    private static final String LOOPBACK = "127.0.0.1";

    /** What differs between two lives that do the same: each has a certificate of its own. */
    private static final Pattern OF_THE_MOMENT = Pattern.compile(
            "-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----|\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z|\"(uid|resourceVersion|generation)\":(\"[^\"]*\"|\\d+)|\"managedFields\":\\[.*?}}]");

    private final World world;
    private final Parts parts;
    private final HttpsServer server;
    private final Set<String> died = ConcurrentHashMap.newKeySet();

    DeadlyWrites(World world, Path folder) throws IOException, GeneralSecurityException {
        this.world = world;
        this.parts = new Parts(world);
        var identity = ServerIdentity.of(LOOPBACK, folder);
        server = HttpsServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity.tls()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        world.apply(webhook(identity.pem()));
    }

    /** The writes that the operator died of, as in {@code CREATE pods headwater-vault/run-1}. */
    Set<String> deaths() {
        return Set.copyOf(died);
    }

    private ValidatingWebhookConfiguration webhook(String pem) {
        return new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(NAME)
                .endMetadata()
                .addNewWebhook()
                .withName(NAME)
                .withAdmissionReviewVersions("v1")
                .withSideEffects("NoneOnDryRun")
                .withFailurePolicy("Ignore")
                .withTimeoutSeconds(10)
                .withNewClientConfig()
                .withUrl(
                        "https://%s:%d/".formatted(LOOPBACK, server.getAddress().getPort()))
                .withCaBundle(Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)))
                .endClientConfig()
                .addNewMatchCondition()
                .withName("only-the-operator")
                .withExpression("request.userInfo.username == 'system:serviceaccount:%s:headwater-operator'"
                        .formatted(World.RELEASE))
                .endMatchCondition()
                .addNewMatchCondition()
                .withName("of-the-walk")
                .withExpression("!(request.resource.resource in ['leases', 'events'])")
                .endMatchCondition()
                .addNewRule()
                .withOperations("*")
                .withApiGroups("*")
                .withApiVersions("*")
                .withResources("*/*")
                .endRule()
                .endWebhook()
                .build();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var review = Serialization.unmarshal(exchange.getRequestBody(), AdmissionReview.class);
            var request = review.getRequest();
            if (died.add(told(request))) {
                killOperator();
            }
            var response = Serialization.asJson(new AdmissionReviewBuilder()
                            .withResponse(new AdmissionResponseBuilder()
                                    .withUid(request.getUid())
                                    .withAllowed(true)
                                    .build())
                            .build())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, response.length);
            exchange.getResponseBody().write(response);
        }
    }

    private static String told(AdmissionRequest request) {
        var content =
                OF_THE_MOMENT.matcher(Serialization.asJson(request.getObject())).replaceAll("");
        return "%s %s %s %s/%s %08x"
                .formatted(
                        request.getOperation(),
                        request.getResource().getResource(),
                        request.getSubResource() == null ? "" : request.getSubResource(),
                        request.getNamespace(),
                        request.getName(),
                        content.hashCode());
    }

    private void killOperator() {
        parts.containers(Parts.OPERATOR).stream()
                .flatMap(container -> HostProcesses.ofContainer(container).stream())
                .flatMap(process -> ProcessHandle.of(process.pid()).stream())
                .forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        world.client()
                .admissionRegistration()
                .v1()
                .validatingWebhookConfigurations()
                .withName(NAME)
                .delete();
        server.stop(0);
    }
}
