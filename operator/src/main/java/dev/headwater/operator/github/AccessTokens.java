package dev.headwater.operator.github;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.headwater.api.v1alpha1.ProofReason;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What requests are signed with: the token as it is, or one of an App's installation, which is asked for when it is needed, for reading and
 * nothing else, and kept in memory until shortly before its end.
 */
final class AccessTokens {
    /** GitHub admits ten minutes at most; its clock may be behind. */
    private static final Duration SIGNED_FOR = Duration.ofMinutes(5);

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final String READING =
            "{\"permissions\":{\"actions\":\"read\",\"contents\":\"read\",\"pull_requests\":\"read\"}}";

    private final GithubHttp http;
    private final CredentialFiles files;
    private final Clock clock;
    private final AtomicReference<@Nullable Kept> kept = new AtomicReference<>();

    private record Kept(Credentials.App app, Issued issued) {}

    /** As GitHub hands it out. */
    record Issued(String token, String expiresAt) {
        Issued {
            requireNonNull(token, "token");
            requireNonNull(expiresAt, "expires_at");
            if (!Credentials.isToken(token)) {
                throw new IllegalArgumentException("token");
            }
            var _ = Instant.parse(expiresAt);
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "(until %s)".formatted(expiresAt);
        }
    }

    AccessTokens(GithubHttp http, CredentialFiles files, Clock clock) {
        this.http = http;
        this.files = files;
        this.clock = clock;
    }

    String bearer(Instant until) throws GithubException {
        return switch (credentials()) {
            case Credentials.Token(var secret) -> secret;
            case Credentials.App app -> ofInstallation(app, until);
        };
    }

    private Credentials credentials() throws GithubException {
        try {
            return files.read();
        } catch (IllegalArgumentException e) {
            throw new GithubException(ProofReason.NoAccess, String.valueOf(e.getMessage()));
        }
    }

    private String ofInstallation(Credentials.App app, Instant until) throws GithubException {
        var known = kept.get();
        if (known == null || !known.app().equals(app) || isEnding(known.issued())) {
            known = new Kept(app, issued(app, until));
            kept.set(known);
        }
        return known.issued().token();
    }

    private boolean isEnding(Issued issued) {
        return !clock.instant().isBefore(Instant.parse(issued.expiresAt()).minus(SIGNED_FOR));
    }

    private Issued issued(Credentials.App app, Instant until) throws GithubException {
        var answer = http.post(
                "/app/installations/%s/access_tokens".formatted(app.installation()),
                signed(app),
                BodyPublishers.ofString(READING),
                until);
        return Json.read(answer, Issued.class);
    }

    private String signed(Credentials.App app) {
        var now = clock.instant();
        var token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.RS256),
                new JWTClaimsSet.Builder()
                        .issuer(app.id())
                        .issueTime(Date.from(now.minus(CLOCKS_DIFFER)))
                        .expirationTime(Date.from(now.plus(SIGNED_FOR)))
                        .build());
        try {
            token.sign(new RSASSASigner(app.key()));
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK signs with RSA", e);
        }
        return token.serialize();
    }
}
