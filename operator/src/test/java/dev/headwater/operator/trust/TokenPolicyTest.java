package dev.headwater.operator.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.headwater.api.v1alpha1.ProofReason;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.operator.Given;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenPolicyTest {
    private static final Instant NOW = Given.START;
    private static final Issuer GITHUB = new Issuer("https://token.example.org", "k1");
    private static final RunSpec.Job JOB = Given.job(RunSpec.Source.JobStarted, "refs/heads/main", null, 7);
    private static final String AUDIENCE = TokenUse.RESTORE.audience(Given.POD_UID, "cargo");
    private static final Expected EXPECTED = new Expected(AUDIENCE, JOB, Optional.empty());
    private static final String GENUINE = GITHUB.token(claims().build());

    private static JWTClaimsSet.Builder claims() {
        return GITHUB.claims(JOB, AUDIENCE, NOW);
    }

    private static Optional<ProofReason> flaw(String token) {
        return GITHUB.judge(token, EXPECTED, NOW).map(Flaw::reason);
    }

    private static Optional<ProofReason> flaw(JWTClaimsSet.Builder claims) {
        return flaw(GITHUB.token(claims.build()));
    }

    @Test
    void a_token_of_the_job_for_this_run_has_no_flaw() {
        assertThat(flaw(GENUINE)).isEmpty();
        assertThat(AUDIENCE).isEqualTo("headwater.dev/restore/" + Given.POD_UID + "/cargo");
    }

    @Test
    void what_a_verified_token_says_is_kept_without_the_token() {
        var proof = TokenPolicy.verified(((JobToken.Parsed.Signed) JobToken.parse(GENUINE)).token(), NOW);

        assertThat(proof)
                .isEqualTo(new RunStatus.Proof(
                        "Verified",
                        "The token was issued by https://token.example.org for this run.",
                        "https://token.example.org",
                        "74",
                        "65",
                        "acme/lambdas/.github/workflows/ci.yml@refs/heads/main",
                        "29679449526",
                        NOW.toString()));
        assertThat(JobToken.parse(GENUINE).toString()).doesNotContain(GENUINE);
    }

    @Test
    void no_signature_is_no_token() {
        var parts = GENUINE.split("\\.", -1);
        var none = "eyJhbGciOiJub25lIn0";

        assertThat(JobToken.parse(none + "." + parts[1] + ".")).isInstanceOf(JobToken.Parsed.Unsigned.class);
        assertThat(JobToken.parse(none + "." + parts[1] + "." + parts[2]))
                .isNotInstanceOf(JobToken.Parsed.Signed.class);
        for (var text : List.of("", "x", "a.b.c", parts[0] + "." + parts[1], "{}")) {
            assertThat(JobToken.parse(text)).as(text).isInstanceOf(JobToken.Parsed.NoToken.class);
        }
    }

    /** The public key is known to everybody; as the secret of an HMAC it would let everybody sign. */
    @Test
    void the_public_key_is_no_secret_to_sign_with() throws JOSEException {
        var secret = GITHUB.publicKey().toRSAKey().toRSAPublicKey().getEncoded();
        var token = Issuer.token(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims().build(), new MACSigner(secret));

        assertThat(flaw(token)).contains(ProofReason.AlgorithmNotAllowed);
    }

    @Test
    void other_algorithms_of_the_right_key_do_not_count() throws JOSEException {
        for (var algorithm : Set.of(JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS256)) {
            var token = Issuer.token(
                    new JWSHeader.Builder(algorithm).keyID("k1").build(),
                    claims().build(),
                    new RSASSASigner(GITHUB.key()));
            assertThat(flaw(token)).as("%s", algorithm).contains(ProofReason.AlgorithmNotAllowed);
        }
    }

    @Test
    void a_key_that_the_token_brings_along_is_not_looked_at() throws JOSEException {
        var thief = new Issuer(GITHUB.url(), "k1");
        var token = Issuer.token(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("k1")
                        .jwk(thief.publicKey())
                        .jwkURL(URI.create("https://thief.example.org/jwks"))
                        .build(),
                claims().build(),
                new RSASSASigner(thief.key()));

        assertThat(flaw(token)).contains(ProofReason.BadSignature);
    }

    @Test
    void a_key_is_named_and_known() {
        var rotated = new Issuer(GITHUB.url(), "k2");

        assertThat(flaw(rotated.token(claims().build()))).contains(ProofReason.UnknownKey);
        assertThat(GITHUB.judge(rotated.token(claims().build()), EXPECTED, List.of(rotated.publicKey()), NOW))
                .isEmpty();
    }

    @Test
    void a_token_without_a_key_id_names_no_key() throws JOSEException {
        var token = Issuer.token(new JWSHeader(JWSAlgorithm.RS256), claims().build(), new RSASSASigner(GITHUB.key()));

        assertThat(flaw(token)).contains(ProofReason.UnknownKey);
    }

    @Test
    void only_the_named_issuers_are_believed() {
        assertThat(flaw(claims().issuer("https://token.example.org.evil.example")))
                .contains(ProofReason.UnknownIssuer);
        assertThat(flaw(claims().issuer(null))).contains(ProofReason.UnknownIssuer);
    }

    @Test
    void a_token_for_something_else_is_no_token_for_this_run() {
        for (var audience : List.of(
                "https://github.com/acme",
                TokenUse.SAVE.audience(Given.POD_UID, "cargo"),
                TokenUse.RESTORE.audience(Given.POD_UID, "other"),
                TokenUse.RESTORE.audience("another-pod", "cargo"))) {
            assertThat(flaw(claims().audience(audience))).as(audience).contains(ProofReason.WrongAudience);
        }
        assertThat(flaw(claims().audience(List.of(AUDIENCE, "https://elsewhere.example.org"))))
                .contains(ProofReason.WrongAudience);
        assertThat(flaw(claims().audience((String) null))).contains(ProofReason.WrongAudience);
    }

    @Test
    void a_token_has_its_time() {
        var leeway = TokenPolicy.LEEWAY;
        assertThat(flaw(claims().expirationTime(Date.from(NOW.minus(leeway))))).contains(ProofReason.Expired);
        assertThat(flaw(claims().expirationTime(Date.from(NOW.minus(leeway).plusSeconds(1)))))
                .isEmpty();
        assertThat(flaw(claims().notBeforeTime(Date.from(NOW.plus(leeway).plusSeconds(1)))))
                .contains(ProofReason.NotYetValid);
        assertThat(flaw(claims().notBeforeTime(Date.from(NOW.plus(leeway))))).isEmpty();
        assertThat(flaw(claims().notBeforeTime(null))).isEmpty();
        assertThat(flaw(claims().expirationTime(null))).contains(ProofReason.ClaimsMissing);
    }

    @ParameterizedTest
    @CsvSource({
        "repository, acme/other",
        "ref, refs/heads/feature",
        "ref, refs/tags/main",
        "sha, ffffffffffffffffffffffffffffffffffffffff",
        "event_name, pull_request_target",
        "run_id, 8",
        "run_attempt, 2",
        "base_ref, main"
    })
    void a_token_of_another_job_denies_the_request(String claim, String value) {
        assertThat(GITHUB.judge(GITHUB.token(claims().claim(claim, value).build()), EXPECTED, NOW))
                .hasValueSatisfying(flaw -> {
                    assertThat(flaw.reason()).isEqualTo(ProofReason.ClaimsContradict);
                    assertThat(flaw.sentence()).contains(claim, value);
                });
    }

    @ParameterizedTest
    @CsvSource({"repository", "ref", "sha", "event_name", "run_id", "run_attempt"})
    void a_token_that_does_not_say_it_denies_it(String claim) {
        assertThat(flaw(claims().claim(claim, null))).contains(ProofReason.ClaimsContradict);
    }

    @ParameterizedTest
    @CsvSource({"repository_id", "repository_owner_id"})
    void names_alone_are_no_identity(String claim) {
        assertThat(flaw(claims().claim(claim, null))).contains(ProofReason.ClaimsMissing);
        assertThat(flaw(claims().claim(claim, "acme"))).contains(ProofReason.ClaimsMissing);
        assertThat(flaw(claims().claim(claim, 74))).isEmpty();
    }

    @Test
    void a_workflow_that_cannot_be_written_down_cannot_be_passed_over() {
        var workflow = "acme/lambdas/.github/workflows/" + "a".repeat(1024) + ".yml@refs/pull/7/merge";
        assertThat(flaw(claims().claim("job_workflow_ref", workflow))).contains(ProofReason.Malformed);
    }

    @Test
    void a_pull_request_cannot_name_another_base() {
        var job = Given.job(RunSpec.Source.JobStarted, "refs/pull/7/merge", "refs/heads/main", 7);
        var expected = new Expected(AUDIENCE, job, Optional.empty());
        var claims = GITHUB.claims(job, AUDIENCE, NOW);

        assertThat(GITHUB.judge(GITHUB.token(claims.build()), expected, NOW)).isEmpty();
        assertThat(GITHUB.judge(GITHUB.token(claims.claim("base_ref", "release").build()), expected, NOW)
                        .map(Flaw::reason))
                .contains(ProofReason.ClaimsContradict);
    }

    @ParameterizedTest
    @CsvSource({"repository_id, 75", "repository_owner_id, 66", "check_run_id, 1"})
    void the_job_that_saves_is_the_one_that_got_the_volume(String claim, String value) {
        var before = TokenPolicy.verified(((JobToken.Parsed.Signed) JobToken.parse(GENUINE)).token(), NOW);
        var expected = new Expected(AUDIENCE, JOB, Optional.of(before));

        assertThat(GITHUB.judge(GENUINE, expected, NOW)).isEmpty();
        assertThat(GITHUB.judge(GITHUB.token(claims().claim(claim, value).build()), expected, NOW)
                        .map(Flaw::reason))
                .contains(ProofReason.OtherJob);
    }

    /** Whatever is done to a genuine token by somebody without the key, it is not genuine any more. */
    @Property(tries = 300)
    void no_changed_token_is_believed(@ForAll @IntRange(max = 2_000) int at, @ForAll char by) {
        var place = at % GENUINE.length();
        var changed = GENUINE.substring(0, place) + by + GENUINE.substring(place + 1);
        if (JobToken.parse(changed) instanceof JobToken.Parsed.Signed(var token)) {
            assertThat(flaw(changed).isPresent() || saysTheSame(token.jwt()))
                    .as(changed)
                    .isTrue();
        }
    }

    /** The last digit of a base64 text has bits that do not count. */
    private static boolean saysTheSame(SignedJWT token) {
        var genuine = ((JobToken.Parsed.Signed) JobToken.parse(GENUINE)).token().jwt();
        return Arrays.equals(token.getSigningInput(), genuine.getSigningInput())
                && Arrays.equals(
                        token.getSignature().decode(), genuine.getSignature().decode());
    }
}
