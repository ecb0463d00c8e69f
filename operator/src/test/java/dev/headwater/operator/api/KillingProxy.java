package dev.headwater.operator.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between one life of the operator and the API server, and cuts it off at a write: the write arrives, its answer does not, and from
 * then on nothing of that life gets through, in either direction. Events do not count: they are told beside the walk, in no order.
 */
final class KillingProxy implements AutoCloseable {
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "connection", "content-length", "upgrade", "http2-settings", "expect", "transfer-encoding");

    /** For all lives: to shake hands anew for each of a dozen watches would take longer than some of them. */
    private static final Map<String, HttpClient> CLIENTS = new ConcurrentHashMap<>();

    private final Config upstream;
    private final HttpClient client;
    private final Set<InputStream> answers = ConcurrentHashMap.newKeySet();
    private final HttpServer server;
    private final int fatal;
    private final AtomicInteger writes = new AtomicInteger();
    private volatile boolean killed;
    private volatile boolean closed;

    /** @param fatal number of the write that is the last, from 1 */
    KillingProxy(Config upstream, int fatal) throws IOException {
        this.upstream = upstream;
        this.fatal = fatal;
        this.client = CLIENTS.computeIfAbsent(upstream.getMasterUrl(), _ -> client(upstream));
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    private static HttpClient client(Config upstream) {
        try {
            return HttpClient.newBuilder()
                    .sslContext(SSLUtils.sslContext(upstream))
                    .build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How the operator reaches the API server through the proxy. */
    Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("http://localhost:" + server.getAddress().getPort())
                .withOnlyHttpWatches(true)
                .withRequestRetryBackoffLimit(3)
                .build();
    }

    boolean hasKilled() {
        return killed;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var write = isWrite(exchange) ? writes.incrementAndGet() : 0;
            if (write == fatal) {
                forward(exchange).body().close();
                killed = true;
            }
            if (killed || closed || write > fatal) {
                throw new IOException("this life is over");
            }
            answer(exchange, forward(exchange));
        }
    }

    private static boolean isWrite(HttpExchange exchange) {
        return !exchange.getRequestMethod().equals("GET")
                && !exchange.getRequestURI().getPath().endsWith("/events");
    }

    private HttpResponse<InputStream> forward(HttpExchange exchange) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(upstream.getMasterUrl()).resolve(exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void answer(HttpExchange exchange, HttpResponse<InputStream> response) throws IOException {
        response.headers()
                .firstValue("content-type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        exchange.sendResponseHeaders(response.statusCode(), 0);
        try (var from = response.body();
                var to = exchange.getResponseBody()) {
            answers.add(from);
            var buffer = new byte[1 << 14];
            for (var count = from.read(buffer); count >= 0 && !killed && !closed; count = from.read(buffer)) {
                to.write(buffer, 0, count);
                to.flush();
            }
            answers.remove(from);
        }
    }

    @Override
    public void close() {
        closed = true;
        server.stop(0);
        for (var answer : answers) {
            try {
                answer.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
