package dev.headwater.keeper.checkout;

import com.sun.net.httpserver.HttpExchange;
import dev.headwater.keeper.testing.Author;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The content of large files, served as git-lfs asks for it (its batch API). */
final class LargeFileServer {
    private static final Pattern OBJECT = Pattern.compile("\"oid\":\"([0-9a-f]{64})\"");

    private final Map<String, String> contents = new ConcurrentHashMap<>();

    /** Commits pointers to the files' contents. */
    String commit(Author author, Map<String, String> files) throws Exception {
        var pointers = new HashMap<String, String>();
        pointers.put(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n");
        for (var file : files.entrySet()) {
            var content = file.getValue();
            var oid = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
            contents.put(oid, content);
            pointers.put(
                    file.getKey(),
                    "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n"
                            .formatted(oid, content.length()));
        }
        return author.commit(pointers);
    }

    void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (path.endsWith("/objects/batch")) {
            var base = "http://%s%s"
                    .formatted(
                            exchange.getRequestHeaders().getFirst("Host"), path.replace("/objects/batch", "/content/"));
            var asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var objects = OBJECT.matcher(asked)
                    .results()
                    .map(object -> object.group(1))
                    .map(oid -> "{\"oid\":\"%1$s\",\"size\":%2$d,\"actions\":{\"download\":{\"href\":\"%3$s%1$s\"}}}"
                            .formatted(oid, contents.getOrDefault(oid, "").length(), base))
                    .collect(Collectors.joining(","));
            answer(exchange, "{\"transfer\":\"basic\",\"objects\":[" + objects + "]}");
        } else {
            answer(exchange, contents.getOrDefault(path.substring(path.lastIndexOf('/') + 1), ""));
        }
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.git-lfs+json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
