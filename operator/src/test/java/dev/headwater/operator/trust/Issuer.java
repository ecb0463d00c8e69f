package dev.headwater.operator.trust;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.headwater.api.v1alpha1.RunSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody who issues tokens as GitHub does: a key, and what it says of jobs. */
public final class Issuer {
    private static final int BITS = 2048;
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final String url;
    private final RSAKey key;

    public Issuer(String url, String keyId) {
        this.url = url;
        try {
            this.key = new RSAKeyGenerator(BITS).keyID(keyId).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return url;
    }

    /** What everybody may know. */
    public JWK publicKey() {
        return key.toPublicJWK();
    }

    RSAKey key() {
        return key;
    }

    /** What it says of a job, for an audience. */
    public JWTClaimsSet.Builder claims(RunSpec.Job job, String audience, Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(url)
                .audience(audience)
                .subject("repo:%s:ref:%s".formatted(job.repository(), job.ref()))
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now.minus(LIFETIME)))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .claim("repository", job.repository())
                .claim("repository_id", "74")
                .claim("repository_owner_id", "65")
                .claim("ref", job.ref())
                .claim("sha", job.sha())
                .claim("event_name", Optional.ofNullable(job.event()).orElse(""))
                .claim("run_id", Long.toString(job.runId()))
                .claim("run_attempt", Integer.toString(job.runAttempt()))
                .claim("base_ref", shortName(job.baseRef()))
                .claim("check_run_id", "29679449526")
                .claim("job_workflow_ref", job.repository() + "/.github/workflows/ci.yml@" + job.ref());
    }

    private static String shortName(@Nullable String ref) {
        return ref == null ? "" : ref.substring("refs/heads/".length());
    }

    /** A token as it is handed out. */
    public String token(JWTClaimsSet claims) {
        return token(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims, signer());
    }

    private JWSSigner signer() {
        try {
            return new RSASSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String token(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
        try {
            var token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The verdict on a token where this issuer is known, and has this key. */
    Optional<Flaw> judge(String text, Expected expected, Instant now) {
        return judge(text, expected, List.of(publicKey()), now);
    }

    Optional<Flaw> judge(String text, Expected expected, List<JWK> keys, Instant now) {
        return switch (JobToken.parse(text)) {
            case JobToken.Parsed.Signed(var token) ->
                TokenPolicy.beforeKeys(token, url::equals)
                        .or(() -> TokenPolicy.flaw(
                                token,
                                keys.stream()
                                        .filter(known -> token.keyId()
                                                .filter(known.getKeyID()::equals)
                                                .isPresent())
                                        .toList(),
                                expected,
                                now));
            case JobToken.Parsed.Unsigned _, JobToken.Parsed.NoToken _ ->
                throw new AssertionError("no signed token: " + text);
        };
    }
}
