package dev.headwater.operator.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** By whose certificates the servers of issuers, and of GitHub, are believed: those that Java knows, and those of a company that runs its own. */
public final class IssuerAuthorities {

    /**
     * @param bundle PEM certificates beside those that Java knows
     * @throws IllegalArgumentException with a sentence, if it is none
     */
    public static SSLContext tls(Optional<String> bundle) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            var trusted = Stream.concat(known(), bundle.stream().flatMap(IssuerAuthorities::parse))
                    .toList();
            for (var certificate : trusted) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers(store).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has TLS, and certificates that it trusts", e);
        }
    }

    private static Stream<X509Certificate> known() throws GeneralSecurityException {
        return Arrays.stream(managers(null).getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()));
    }

    private static TrustManagerFactory managers(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static Stream<X509Certificate> parse(String bundle) {
        try {
            var certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bundle.getBytes(StandardCharsets.US_ASCII)));
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException(
                        "trust.caBundle has no certificate in it; it is a text of PEM certificates.");
            }
            return certificates.stream().map(X509Certificate.class::cast);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("trust.caBundle is no text of PEM certificates: " + e.getMessage(), e);
        }
    }

    private IssuerAuthorities() {}
}
