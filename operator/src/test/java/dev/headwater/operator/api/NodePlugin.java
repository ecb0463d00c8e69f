package dev.headwater.operator.api;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.operator.Given;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The node plugin of one node, as far as it hands tokens over: a pod with a service account token that names the node. */
final class NodePlugin {
    private final KubernetesClient client;
    private final String pod;
    private final String account;

    /**
     * In {@link Given#NAMESPACE}, which is the release namespace here.
     *
     * @param node where its pod is
     */
    NodePlugin(KubernetesClient client, String account, String node) {
        this.client = client;
        this.account = account;
        this.pod = account + "-" + node;
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(Given.NAMESPACE)
                        .withName(account)
                        .endMetadata()
                        .build())
                .serverSideApply();
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(node)
                        .endMetadata()
                        .build())
                .serverSideApply();
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(Given.NAMESPACE)
                        .withName(pod)
                        .endMetadata()
                        .withNewSpec()
                        .withServiceAccountName(account)
                        .withNodeName(node)
                        .addNewContainer()
                        .withName("node-plugin")
                        .withImage("node-plugin")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    /** What the kubelet has projected into the pod. */
    String token(String audience) {
        return client.serviceAccounts()
                .inNamespace(Given.NAMESPACE)
                .withName(account)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(audience)
                        .withExpirationSeconds(600L)
                        .withNewBoundObjectRef()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withName(pod)
                        .withUid(client.pods()
                                .inNamespace(Given.NAMESPACE)
                                .withName(pod)
                                .get()
                                .getMetadata()
                                .getUid())
                        .endBoundObjectRef()
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    /** The status of the answer. */
    int hands(int port, String run, TokenUse use, String jobToken) {
        return hands(port, token(Api.OPERATOR_SERVICE), run, use, jobToken);
    }

    int hands(int port, String ownToken, String run, TokenUse use, String jobToken) {
        var body = Serialization.asJson(
                Map.of("namespace", Given.NAMESPACE, "run", run, "use", use.word(), "token", jobToken));
        try (var http = HttpClient.newBuilder().sslContext(trusted()).build()) {
            var request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + Api.PROOFS_PATH))
                    .header("Authorization", "Bearer " + ownToken)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** As the operators say, and nobody else. */
    private SSLContext trusted() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        var published = client.configMaps()
                .inNamespace(Given.NAMESPACE)
                .withName(Api.OPERATOR_CERTIFICATES)
                .get()
                .getData();
        for (var entry : published.entrySet()) {
            store.setCertificateEntry(
                    entry.getKey(),
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(entry.getValue().getBytes(StandardCharsets.US_ASCII))));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
