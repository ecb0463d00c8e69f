package dev.headwater.node.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.control.Token;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorDoorTest {
    private static final char[] NO_PASSWORD = "none".toCharArray();

    private final List<String> heard = new ArrayList<>();
    private final X509Certificate certificate;
    private final HttpsServer server;
    private int status = 204;

    @TempDir
    Path folder;

    private Token token;

    OperatorDoorTest() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        var keys = generator.generateKeyPair();
        certificate = certificate(keys);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
        server.createContext("/v1/proofs", exchange -> {
            heard.add(exchange.getRequestHeaders().getFirst("Authorization"));
            heard.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    private static X509Certificate certificate(KeyPair keys)
            throws IOException, OperatorCreationException, GeneralSecurityException {
        var name = new X500Name("CN=operator");
        var builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(Instant.now().minus(Duration.ofDays(1))),
                Date.from(Instant.now().plus(Duration.ofDays(1))),
                name,
                keys.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    private SSLContext context(KeyPair keys) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("operator", keys.getPrivate(), NO_PASSWORD, new X509Certificate[] {certificate});
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, NO_PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @BeforeEach
    void writeTokens() throws Exception {
        Files.writeString(folder.resolve("token"), "of-the-plugin\n");
        token = Token.parse("of-the-job".getBytes(StandardCharsets.US_ASCII));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private OperatorDoor door(String host, List<String> trusted) {
        var operator = URI.create("https://" + host + ":" + server.getAddress().getPort());
        return new OperatorDoor(() -> trusted, operator, folder.resolve("token"));
    }

    private List<String> pem() throws GeneralSecurityException {
        var lines = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
        return List.of("-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n");
    }

    @Test
    void a_token_is_handed_over_with_the_plugin_s_own() throws Exception {
        assertThat(door("localhost", pem()).hand("ci", "hw-1", TokenUse.SAVE, token))
                .isEqualTo(Courier.Answer.TAKEN);

        assertThat(heard.getFirst()).isEqualTo("Bearer of-the-plugin");
        assertThat(heard.getLast())
                .contains("\"namespace\":\"ci\"", "\"run\":\"hw-1\"", "\"use\":\"save\"", "\"token\":\"of-the-job\"");
    }

    @ParameterizedTest
    @CsvSource({"404, LATER", "503, LATER", "400, REFUSED", "401, REFUSED", "403, REFUSED", "500, REFUSED"})
    void an_answer_says_whether_to_come_again(int code, Courier.Answer answer) throws Exception {
        status = code;

        assertThat(door("localhost", pem()).hand("ci", "hw-1", TokenUse.RESTORE, token))
                .isEqualTo(answer);
    }

    @Test
    void who_is_no_operator_hears_nothing() throws Exception {
        assertThatThrownBy(() -> door("localhost", List.of()).hand("ci", "hw-1", TokenUse.SAVE, token))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> door("127.0.0.1", pem()).hand("ci", "hw-1", TokenUse.SAVE, token))
                .isInstanceOf(IOException.class);
        assertThat(heard).isEmpty();
    }
}
