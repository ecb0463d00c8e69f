package dev.headwater.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An API server may close a connection that the client has kept, and that in the moment in which the client takes it again. */
class ClosedConnectionTest {
    private static final byte[] ANSWER = """
            HTTP/1.1 200 OK\r
            Content-Type: application/json\r
            Content-Length: 62\r
            \r
            {"kind":"NamespaceList","apiVersion":"v1","items":[],"a":"bc"}""".getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void a_request_that_a_closed_connection_swallowed_is_sent_again() throws IOException {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(server));
            System.setProperty("kubernetes.master", "http://127.0.0.1:" + server.getLocalPort());
            try (var client = new Wiring().client()) {
                for (var _ : List.of(1, 2, 3)) {
                    assertThat(client.namespaces().list().getItems()).isEmpty();
                }
            }
        } finally {
            System.clearProperty("kubernetes.master");
        }
    }

    private static void serve(ServerSocket server) {
        try {
            while (true) {
                var connection = server.accept();
                Thread.ofVirtual().start(() -> answerOnce(connection));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    /** Answers the first request of a connection and reads the second one without a word. */
    private static void answerOnce(Socket connection) {
        try (connection) {
            var requests =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            readHead(requests);
            connection.getOutputStream().write(ANSWER);
            readHead(requests);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readHead(BufferedReader request) throws IOException {
        var line = request.readLine();
        while (line != null && !line.isEmpty()) {
            line = request.readLine();
        }
    }
}
