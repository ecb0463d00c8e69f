package dev.headwater.operator.trust;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * Reads the public keys of token issuers, at {@code ISSUER/.well-known/jwks}, and keeps them for a while. A key that is not among them is
 * looked for at the issuer once, because issuers rotate; how often, is bounded whatever tokens name.
 */
public final class IssuerKeys {
    private static final Duration KEPT = Duration.ofMinutes(15);
    private static final Duration REFRESH = Duration.ofSeconds(10);
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int MOST_BYTES = 1 << 20;

    private final Map<String, JWKSource<SecurityContext>> sources;

    /**
     * @param issuers URLs, as tokens name them
     * @param refreshInterval within which an issuer is asked twice at most; shorter than a quarter of an hour
     * @param tls whose servers are believed to be the issuers
     */
    public IssuerKeys(Collection<String> issuers, Duration refreshInterval, SSLContext tls) {
        this.sources = issuers.stream()
                .distinct()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), issuer -> source(issuer, refreshInterval, tls)));
    }

    private static JWKSource<SecurityContext> source(String issuer, Duration refreshInterval, SSLContext tls) {
        try {
            var address = URI.create(issuer + "/.well-known/jwks").toURL();
            var retriever = new DefaultResourceRetriever(
                    TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_BYTES, true, tls.getSocketFactory());
            return JWKSourceBuilder.create(address, retriever)
                    .cache(KEPT.toMillis(), REFRESH.toMillis())
                    .refreshAheadCache(false)
                    .rateLimited(refreshInterval.toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("not the URL of an issuer: " + issuer, e);
        }
    }

    boolean knows(String issuer) {
        return sources.containsKey(issuer);
    }

    /**
     * The issuer's RSA keys of this id; none where there is none.
     *
     * @param issuer one that is known
     */
    List<JWK> find(String issuer, String keyId) throws KeysUnavailableException {
        var matcher = new JWKMatcher.Builder().keyType(KeyType.RSA).keyID(keyId).build();
        try {
            return Objects.requireNonNull(sources.get(issuer)).get(new JWKSelector(matcher), null);
        } catch (KeySourceException e) {
            throw new KeysUnavailableException(
                    "The keys of %s cannot be read: %s".formatted(issuer, e.getMessage()), e);
        }
    }
}
