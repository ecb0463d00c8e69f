package dev.headwater.node.runs;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.control.Token;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The operator's endpoint for tokens, over TLS. Whom to trust is said by the ConfigMap of operators' certificates, read anew each time: a new
 * operator has a new one. This plugin shows its own service account token, which the kubelet had issued for the operator and this node.
 */
public final class OperatorDoor implements Courier.Door {
    /** Whom to trust. */
    @FunctionalInterface
    interface Certificates {
        /**
         * PEM, one each.
         *
         * @throws IOException if they cannot be read at the moment
         */
        Collection<String> read() throws IOException;

        /** Those in the ConfigMap of the release. */
        static Certificates of(KubernetesClient client, String namespace) {
            return () -> {
                try {
                    return Optional.ofNullable(client.configMaps()
                                    .inNamespace(namespace)
                                    .withName(Api.OPERATOR_CERTIFICATES)
                                    .get())
                            .map(ConfigMap::getData)
                            .map(Map::values)
                            .orElse(List.of());
                } catch (KubernetesClientException e) {
                    throw new IOException("the operators' certificates cannot be read: " + e.getMessage(), e);
                }
            };
        }
    }

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(8);

    private final Certificates certificates;
    private final URI address;
    private final Path ownToken;

    /**
     * @param operator as in {@code https://headwater-operator.headwater-system.svc:8443}
     * @param ownToken file with the plugin's token for the operator; renewed by the kubelet
     */
    OperatorDoor(Certificates certificates, URI operator, Path ownToken) {
        this.certificates = certificates;
        this.address = operator.resolve(Api.PROOFS_PATH);
        this.ownToken = ownToken;
    }

    /** The operator of the release in this namespace. */
    public static OperatorDoor of(KubernetesClient client, String namespace, URI operator, Path ownToken) {
        return new OperatorDoor(Certificates.of(client, namespace), operator, ownToken);
    }

    @Override
    public Courier.Answer hand(String namespaceOfRun, String run, TokenUse use, Token token)
            throws IOException, InterruptedException {
        var body = Serialization.asJson(
                Map.of("namespace", namespaceOfRun, "run", run, "use", use.word(), "token", text(token.bytes())));
        var request = HttpRequest.newBuilder(address)
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + Files.readString(ownToken).strip())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .sslContext(trusting(certificates.read()))
                .build()) {
            return answer(http.send(request, BodyHandlers.discarding()).statusCode());
        }
    }

    private static Courier.Answer answer(int status) {
        return switch (status) {
            case HttpURLConnection.HTTP_NO_CONTENT -> Courier.Answer.TAKEN;
            case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_UNAVAILABLE -> Courier.Answer.LATER;
            default -> Courier.Answer.REFUSED;
        };
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static SSLContext trusting(Collection<String> certificates) throws IOException {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            var factory = CertificateFactory.getInstance("X.509");
            for (var pem : certificates) {
                var certificate =
                        factory.generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
                store.setCertificateEntry("operator-" + store.size(), certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the operators' certificates are not understood: " + e.getMessage(), e);
        }
    }
}
