package dev.headwater.keeper.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A real git remote on the loopback: the JDK's HTTP server in front of {@code git http-backend}. */
public final class GitServer implements AutoCloseable {
    private final Path projects;
    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Behaviour behaviour = Behaviour.NORMAL;
    private final Map<String, Handler> elsewhere = new ConcurrentHashMap<>();
    private volatile Optional<String> authorization = Optional.empty();
    private final Set<String> presented = ConcurrentHashMap.newKeySet();

    /** What the server does with a request. */
    public enum Behaviour {
        NORMAL,
        /** Speaks protocol version 0 only, which serves no commit that is not the tip of a ref. */
        ADVERTISED_REFS_ONLY,
        UNAVAILABLE,
        REDIRECTING,
        SILENT
    }

    public GitServer(Path projects) throws IOException {
        this.projects = projects;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::handle);
        server.start();
    }

    public String url(String project) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + project;
    }

    public void behave(Behaviour wanted) {
        behaviour = wanted;
    }

    /** From now on only who presents this header {@code Authorization} is served. */
    public void demand(String wanted) {
        authorization = Optional.of(wanted);
    }

    /** The headers {@code Authorization} that clients have presented. */
    public Set<String> presented() {
        return presented;
    }

    /** Serves requests somebody else answers. */
    @FunctionalInterface
    public interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    /** From now on requests whose path has this part in it are answered by {@code handler}. */
    public void serveElsewhere(String part, Handler handler) {
        elsewhere.put(part, handler);
    }

    /** Since the start. */
    public int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        var header = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
        header.ifPresent(presented::add);
        try (exchange) {
            if (authorization.isPresent() && !authorization.equals(header)) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            var path = exchange.getRequestURI().getPath();
            var other = elsewhere.entrySet().stream()
                    .filter(entry -> path.contains(entry.getKey()))
                    .findFirst();
            if (other.isPresent()) {
                other.get().getValue().handle(exchange);
                return;
            }
            switch (behaviour) {
                case UNAVAILABLE -> exchange.sendResponseHeaders(503, -1);
                case REDIRECTING -> {
                    exchange.getResponseHeaders().add("Location", "/elsewhere" + exchange.getRequestURI());
                    exchange.sendResponseHeaders(302, -1);
                }
                case SILENT -> closed.await();
                case NORMAL, ADVERTISED_REFS_ONLY -> serve(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(HttpExchange exchange) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
        var environment = builder.environment();
        environment.put("GIT_PROJECT_ROOT", projects.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("REMOTE_ADDR", "127.0.0.1");
        putHeader(exchange, "Content-Type", environment, "CONTENT_TYPE");
        putHeader(exchange, "Content-Encoding", environment, "HTTP_CONTENT_ENCODING");
        if (behaviour == Behaviour.NORMAL) {
            putHeader(exchange, "Git-Protocol", environment, "GIT_PROTOCOL");
        }
        var query = exchange.getRequestURI().getQuery();
        environment.put("QUERY_STRING", query == null ? "" : query);
        var process = builder.start();
        Thread.ofVirtual().start(() -> copyBody(exchange, process));
        answer(exchange, process.getInputStream());
        process.waitFor();
    }

    private static void copyBody(HttpExchange exchange, Process process) {
        try (var input = process.getOutputStream()) {
            exchange.getRequestBody().transferTo(input);
        } catch (IOException e) {
            // The backend had read enough, or the client went away.
        }
    }

    private static void answer(HttpExchange exchange, InputStream output) throws IOException {
        var status = 200;
        for (var line = readLine(output); !line.isEmpty(); line = readLine(output)) {
            var colon = line.indexOf(':');
            var value = line.substring(colon + 1).strip();
            if (line.substring(0, colon).equals("Status")) {
                status = Integer.parseInt(value.substring(0, 3));
            } else {
                exchange.getResponseHeaders().add(line.substring(0, colon), value);
            }
        }
        exchange.sendResponseHeaders(status, 0);
        output.transferTo(exchange.getResponseBody());
    }

    private static String readLine(InputStream output) throws IOException {
        var line = new StringBuilder();
        for (var c = output.read(); c >= 0 && c != '\n'; c = output.read()) {
            line.append((char) c);
        }
        return new String(line.toString().strip().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static void putHeader(
            HttpExchange exchange, String header, Map<String, String> environment, String variable) {
        var value = exchange.getRequestHeaders().getFirst(header);
        if (value != null) {
            environment.put(variable, value);
        }
    }
}
