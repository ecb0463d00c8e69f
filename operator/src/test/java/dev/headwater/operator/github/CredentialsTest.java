package dev.headwater.operator.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    /** As GitHub hands keys of Apps out: PKCS #1. */
    private static String key = "";

    /** One for all: it takes a second to find one. */
    @BeforeAll
    static void make_a_key() throws GeneralSecurityException, IOException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var text = new StringWriter();
        try (var pem = new JcaPEMWriter(text)) {
            pem.writeObject(generator.generateKeyPair().getPrivate());
        }
        key = text.toString();
    }

    private static Map<String, String> app() {
        return Map.of(
                "github_app_id", "Iv1.0123456789abcdef\n",
                "github_app_installation_id", "678\n",
                "github_app_private_key", key);
    }

    @Test
    void a_token_is_one() {
        assertThat(Credentials.of(Map.of("github_token", "ghp_secret\n")))
                .isEqualTo(new Credentials.Token("ghp_secret"))
                .hasToString("(a token)");
    }

    @Test
    void an_app_has_three_parts_and_keeps_its_key_to_itself() {
        assertThat(key).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(Credentials.of(app())).isInstanceOfSatisfying(Credentials.App.class, app -> {
            assertThat(app.id()).isEqualTo("Iv1.0123456789abcdef");
            assertThat(app.key().isPrivate()).isTrue();
            assertThat(app).hasToString("(App Iv1.0123456789abcdef, installation 678)");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"github_app_id", "github_app_installation_id", "github_app_private_key"})
    void half_an_app_is_told(String missing) {
        var half = new HashMap<>(app());
        half.remove(missing);
        assertThatThrownBy(() -> Credentials.of(half))
                .hasMessageContaining("without " + missing)
                .hasMessageContaining("trust.github");
        half.put(missing, "\n");
        assertThatThrownBy(() -> Credentials.of(half)).hasMessageContaining("without " + missing);
    }

    @Test
    void nothing_and_both_are_told() {
        assertThatThrownBy(() -> Credentials.of(Map.of())).hasMessageContaining("neither");
        var both = new HashMap<>(app());
        both.put("github_token", "ghp_secret");
        assertThatThrownBy(() -> Credentials.of(both))
                .hasMessageContaining("both")
                .message()
                .doesNotContain("ghp_secret");
    }

    @Test
    void what_cannot_stand_in_a_header_is_no_token() {
        for (var text : List.of("ghp_sec\nret", "ghp_secr\u00e9t", "ghp sec ret")) {
            assertThatThrownBy(() -> Credentials.of(Map.of("github_token", text)))
                    .hasMessageContaining("no token")
                    .message()
                    .doesNotContain("ghp");
        }
    }

    @Test
    void a_key_or_a_number_that_is_none_is_told_without_it() {
        var wrong = new HashMap<>(app());
        wrong.put("github_app_private_key", "-----BEGIN RSA PRIVATE KEY-----\nsecret\n-----END RSA PRIVATE KEY-----");
        assertThatThrownBy(() -> Credentials.of(wrong))
                .hasMessageContaining("no RSA private key")
                .message()
                .doesNotContain("secret\n");
        var path = new HashMap<>(app());
        path.put("github_app_installation_id", "../../user");
        assertThatThrownBy(() -> Credentials.of(path)).hasMessageContaining("no number");
    }
}
