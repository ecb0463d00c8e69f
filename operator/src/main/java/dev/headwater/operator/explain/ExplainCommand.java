package dev.headwater.operator.explain;

import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code headwater explain --stream NAMESPACE/NAME --ref REF [--json] …}, in the operator's container: asks the operator beside it. Plain
 * JDK, so that it fits into what the container has left.
 */
public final class ExplainCommand {
    private static final String USAGE = """
            usage: headwater explain --stream NAMESPACE/NAME --ref REF [--event EVENT] [--base-ref REF] [--platform OS/ARCH]
                                     [--version VERSION] [--restore-keys PREFIXES] [--branch-fallback false]
                                     [--default-branch-fallback false] [--trust Claimed|Latched|Proven] [--json]
                   headwater explain --run NAMESPACE/NAME [--json]

            Which snapshot a job would get, and why not the others. With --run: if that run asked now.
            """;

    public static void main(String[] arguments) throws IOException {
        var operator = System.getProperty("headwater.explain", "http://127.0.0.1:9001");
        System.exit(run(URI.create(operator), List.of(arguments), System.out, System.err));
    }

    /**
     * @return exit code: 0 answered, 1 not answered, 2 wrong usage
     */
    static int run(URI operator, List<String> words, PrintStream out, PrintStream err) throws IOException {
        var options = new ArrayList<>(words);
        if (options.isEmpty() || !options.removeFirst().equals("explain")) {
            err.print(USAGE);
            return 2;
        }
        var json = options.remove("--json");
        var query = query(options);
        if (query.isEmpty()) {
            err.print(USAGE);
            return 2;
        }
        return ask(
                operator.resolve(ExplainEndpoint.PATH + "?" + query),
                json ? "application/json" : "text/plain",
                out,
                err);
    }

    /** Empty for what is not pairs of option and value. */
    private static String query(List<String> options) {
        var pairs = new ArrayList<String>();
        for (var i = 0; i < options.size(); i += 2) {
            if (!options.get(i).startsWith("--") || i + 1 == options.size()) {
                return "";
            }
            pairs.add(encoded(options.get(i).substring(2)) + "=" + encoded(options.get(i + 1)));
        }
        return String.join("&", pairs);
    }

    private static int ask(URI question, String accept, PrintStream out, PrintStream err) throws IOException {
        var connection = (HttpURLConnection) question.toURL().openConnection();
        connection.setRequestProperty("Accept", accept);
        try {
            var answered = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            var stream = answered ? connection.getInputStream() : connection.getErrorStream();
            (answered ? out : err).write(stream.readAllBytes());
            return answered ? 0 : 1;
        } finally {
            connection.disconnect();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private ExplainCommand() {}
}
