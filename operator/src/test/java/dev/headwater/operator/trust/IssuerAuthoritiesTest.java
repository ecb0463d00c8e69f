package dev.headwater.operator.trust;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerAuthoritiesTest {
    @ParameterizedTest
    @ValueSource(strings = {"/etc/ssl/company.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"})
    void a_bundle_without_certificates_is_told_at_once(String bundle) {
        assertThatThrownBy(() -> IssuerAuthorities.tls(Optional.of(bundle)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trust.caBundle");
    }
}
