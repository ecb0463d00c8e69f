package dev.headwater.e2e.stories;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.e2e.world.JobPod;
import dev.headwater.e2e.world.WorkflowRun;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** Issues tokens to jobs of the stories as GitHub does to its own, tells the cluster its key, and has GitHub's API beside it. */
final class TokenIssuer implements AutoCloseable {
    private static final String KEY_ID = "stories";
    private static final int BITS = 2048;
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final String GITHUB = "https://token.actions.githubusercontent.com";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;
    private final HttpsServer server;
    private final Path folder;
    private final Path bundle;
    private final String url;
    private final RunnerWitness witness = new RunnerWitness();

    /** @param address of this machine that pods reach it by */
    TokenIssuer(String address) throws IOException, GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS);
        keys = generator.generateKeyPair();
        folder = Files.createTempDirectory("token-issuer-");
        var identity = ServerIdentity.of(address, folder);
        bundle = Files.writeString(folder.resolve("bundle.pem"), identity.pem());
        server = HttpsServer.create(new InetSocketAddress(address, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity.tls()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/.well-known/jwks", this::tellKey);
        server.createContext(RunnerWitness.PATH + "/", witness::answer);
        server.start();
        url = "https://%s:%d".formatted(address, server.getAddress().getPort());
    }

    /** Options of helm by which the operator believes it, beside GitHub. */
    List<String> options() {
        return List.of(
                "--set", "trust.issuers={%s,%s}".formatted(GITHUB, url), "--set-file", "trust.caBundle=" + bundle);
    }

    /** Further options, by which the operator also asks about jobs that show no token. */
    List<String> witnessOptions() {
        return RunnerWitness.options(url);
    }

    /** Who is asked then. */
    RunnerWitness witness() {
        return witness;
    }

    /**
     * A token for a job.
     *
     * @param job whose it is
     * @param pod that it may be shown in
     * @param volume last element of the path
     */
    String token(WorkflowRun job, JobPod pod, String volume, TokenUse use) {
        var now = Instant.now();
        var claims = new HashMap<String, Object>(Map.of(
                "iss", url,
                "aud", use.audience(pod.uid(), volume),
                "sub", "repo:%s:ref:%s".formatted(job.repository(), job.ref()),
                "iat", now.getEpochSecond(),
                "nbf", now.minus(LIFETIME).getEpochSecond(),
                "exp", now.plus(LIFETIME).getEpochSecond()));
        claims.putAll(Map.of(
                "repository", job.repository(),
                "repository_id", "74",
                "repository_owner_id", "65",
                "ref", job.ref(),
                "sha", job.sha(),
                "event_name", job.event(),
                "run_id", Long.toString(job.id()),
                "run_attempt", Integer.toString(job.attempt()),
                "base_ref", job.baseBranch().orElse(""),
                "check_run_id", Long.toString(job.id())));
        var content = base64(Map.of("alg", "RS256", "typ", "JWT", "kid", KEY_ID)) + "." + base64(claims);
        return content + "." + signature(content);
    }

    private String signature(String content) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void tellKey(HttpExchange exchange) throws IOException {
        try (exchange) {
            var key = (RSAPublicKey) keys.getPublic();
            var body = Serialization.asJson(Map.of(
                            "keys",
                            List.of(Map.of(
                                    "kty",
                                    "RSA",
                                    "use",
                                    "sig",
                                    "alg",
                                    "RS256",
                                    "kid",
                                    KEY_ID,
                                    "n",
                                    base64(key.getModulus()),
                                    "e",
                                    base64(key.getPublicExponent())))))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String base64(Map<String, ?> json) {
        return BASE64.encodeToString(Serialization.asJson(json).getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 7518, section 2: unsigned, big-endian, and no longer than it has to be. */
    private static String base64(BigInteger number) {
        var bytes = number.toByteArray();
        var sign = bytes[0] == 0 ? 1 : 0;
        return BASE64.encodeToString(Arrays.copyOfRange(bytes, sign, bytes.length));
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        Files.delete(bundle);
        Files.delete(folder);
    }
}
