package dev.headwater.operator.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IssuerKeysTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static JWK first;
    private static JWK second;

    private final JwksServer server = new JwksServer();
    private final IssuerKeys keys = keys(A_MINUTE);

    private IssuerKeys keys(Duration refreshInterval) {
        return new IssuerKeys(List.of(server.url()), refreshInterval, IssuerAuthorities.tls(Optional.empty()));
    }

    @BeforeAll
    static void makeKeys() {
        first = new Issuer("", "k1").publicKey();
        second = new Issuer("", "k2").publicKey();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> found(String keyId) throws KeysUnavailableException {
        return keys.find(server.url(), keyId).stream().map(JWK::getKeyID).toList();
    }

    @Test
    void keys_are_asked_for_once() throws KeysUnavailableException {
        server.tells(first, second);

        assertThat(found("k1")).containsExactly("k1");
        assertThat(found("k2")).containsExactly("k2");
        assertThat(server.asked()).isEqualTo(1);
    }

    @Test
    void a_new_key_is_looked_for_and_an_old_one_that_is_gone_is_not_believed() throws KeysUnavailableException {
        var impatient = keys(Duration.ofMillis(1));
        server.tells(first);
        assertThat(impatient.find(server.url(), "k1")).hasSize(1);

        server.tells(second);

        assertThat(impatient.find(server.url(), "k2")).hasSize(1);
        assertThat(impatient.find(server.url(), "k1")).isEmpty();
    }

    @Test
    void who_invents_keys_does_not_drive_the_issuer() {
        server.tells(first);

        for (var i = 0; i < 20; i++) {
            try {
                assertThat(found("invented-" + i)).isEmpty();
            } catch (KeysUnavailableException e) {
                assertThat(e).hasMessageContaining(server.url());
            }
        }

        assertThat(server.asked()).isLessThanOrEqualTo(2);
    }

    @Test
    void that_keys_cannot_be_read_is_not_that_there_are_none() throws KeysUnavailableException {
        assertThatThrownBy(() -> found("k1")).isInstanceOf(KeysUnavailableException.class);

        server.tells(first);

        assertThat(found("k1")).containsExactly("k1");
    }

    @Test
    void only_named_issuers_are_known() {
        assertThat(keys.knows(server.url())).isTrue();
        assertThat(keys.knows(server.url() + "/")).isFalse();
    }
}
