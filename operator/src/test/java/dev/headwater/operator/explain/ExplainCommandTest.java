package dev.headwater.operator.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command, against somebody who answers like the operator. */
class ExplainCommandTest {
    private final List<String> asked = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private HttpServer operator;

    @BeforeEach
    void listen() throws IOException {
        operator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        operator.createContext("/explain", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Accept"));
            var wrong = exchange.getRequestURI().getQuery().contains("weather");
            var body = (wrong ? "no parameter\n" : "because\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(wrong ? 400 : 200, body.length);
            try (var stream = exchange.getResponseBody()) {
                stream.write(body);
            }
        });
        operator.start();
    }

    @AfterEach
    void stop() {
        operator.stop(0);
    }

    private int run(String... words) throws IOException {
        var address = URI.create("http://127.0.0.1:" + operator.getAddress().getPort());
        return ExplainCommand.run(address, List.of(words), new PrintStream(out), new PrintStream(err));
    }

    @Test
    void options_become_the_question_and_the_answer_is_printed() throws IOException {
        assertThat(run("explain", "--stream", "ci/a", "--ref", "refs/heads/x&y"))
                .isZero();
        assertThat(asked).containsExactly("/explain?stream=ci%2Fa&ref=refs%2Fheads%2Fx%26y text/plain");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("because\n");
    }

    @Test
    void json_is_asked_for() throws IOException {
        assertThat(run("explain", "--json", "--run", "ci/hw-1")).isZero();
        assertThat(asked).containsExactly("/explain?run=ci%2Fhw-1 application/json");
    }

    @Test
    void a_question_that_is_not_understood_fails_with_the_operator_s_sentence() throws IOException {
        assertThat(run("explain", "--weather", "fair")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("no parameter\n");
    }

    @Test
    void wrong_usage_is_told_without_asking() throws IOException {
        assertThat(run()).isEqualTo(2);
        assertThat(run("explain")).isEqualTo(2);
        assertThat(run("explain", "--stream")).isEqualTo(2);
        assertThat(run("explain", "stream", "ci/a")).isEqualTo(2);
        assertThat(asked).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("usage: headwater explain");
    }
}
