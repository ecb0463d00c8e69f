package dev.headwater.operator.trust;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Where an issuer tells its keys, on the loopback. */
public final class JwksServer implements AutoCloseable {
    private final HttpServer server;
    private final AtomicReference<List<JWK>> keys = new AtomicReference<>(List.of());
    private final AtomicInteger asked = new AtomicInteger();

    public JwksServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/.well-known/jwks", exchange -> {
            asked.incrementAndGet();
            var body = new JWKSet(keys.get()).toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(keys.get().isEmpty() ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** The issuer's name. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** These from now on; none: it is out of order. */
    public void tells(JWK... known) {
        keys.set(List.of(known));
    }

    int asked() {
        return asked.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
