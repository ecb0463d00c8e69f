package dev.headwater.operator.proof;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The door for node plugins: the endpoint, over TLS and nothing else. */
public final class ProofServer {
    private static final int IDLE_SECONDS = 30;
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    private final Vertx vertx;
    private final ProofEndpoint endpoint;
    private final CertificatePublisher publisher;
    private final String host;

    /** @param host name under which node plugins reach it */
    public ProofServer(Vertx vertx, ProofEndpoint endpoint, CertificatePublisher publisher, String host) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.publisher = publisher;
        this.host = host;
    }

    /**
     * Serves, and then says with what certificate.
     *
     * @param port 0: any that is free
     * @return the port
     */
    public int start(int port, Instant now) {
        var certificate = ServingCertificate.of(host, now);
        var router = Router.router(vertx);
        endpoint.route(router);
        var bound = vertx.createHttpServer(options(port, certificate))
                .requestHandler(router)
                .listen()
                .map(HttpServer::actualPort)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(IDLE_SECONDS, TimeUnit.SECONDS)
                .join();
        publisher.publish(certificate.certificate());
        return bound;
    }

    private static HttpServerOptions options(int port, ServingCertificate certificate) {
        return new HttpServerOptions()
                .setPort(port)
                .setSsl(true)
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setIdleTimeout(IDLE_SECONDS)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(certificate.certificate()))
                        .addKeyValue(Buffer.buffer(certificate.key())));
    }
}
