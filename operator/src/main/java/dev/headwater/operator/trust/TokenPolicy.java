package dev.headwater.operator.trust;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import dev.headwater.api.v1alpha1.ProofReason;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether a token proves whose run this is: OpenID Connect Core 1.0, section 3.1.3.7, as far as it concerns a token that was handed over,
 * and then that it speaks of the very job that asks. Nothing in a token's header but the algorithm and the key's id is looked at.
 */
final class TokenPolicy {
    /** By which the clocks of issuer and cluster may differ. */
    static final Duration LEEWAY = Duration.ofSeconds(60);

    private static final String REPOSITORY = "repository";
    private static final String REPOSITORY_ID = "repository_id";
    private static final String OWNER_ID = "repository_owner_id";
    private static final String CHECK_RUN = "check_run_id";
    private static final String WORKFLOW = "job_workflow_ref";
    /** As much as a run's status has room for. */
    private static final int MOST_OF_WORKFLOW = 1024;

    private static final Predicate<String> NUMERIC = text -> text.matches("[0-9]{1,20}");

    /** What can be said before the issuer is asked for its keys; it is asked for nothing that does not matter. */
    static Optional<Flaw> beforeKeys(JobToken token, Predicate<String> knownIssuers) {
        if (!JWSAlgorithm.RS256.equals(token.jwt().getHeader().getAlgorithm())) {
            return Optional.of(new Flaw(
                    ProofReason.AlgorithmNotAllowed,
                    "The job's token is not signed with RS256, the only algorithm that counts."));
        }
        if (!knownIssuers.test(token.issuer())) {
            return Optional.of(new Flaw(
                    ProofReason.UnknownIssuer,
                    "The issuer of the job's token is not among the chart's trust.issuers."));
        }
        return token.keyId().isPresent()
                ? Optional.empty()
                : Optional.of(new Flaw(ProofReason.UnknownKey, "The job's token does not name a key of its issuer."));
    }

    /** @param keys of the issuer, with the id that the token names */
    static Optional<Flaw> flaw(JobToken token, List<JWK> keys, Expected expected, Instant now) {
        return ofKeys(token, keys)
                .or(() -> ofAudience(token, expected))
                .or(() -> ofTime(token, now))
                .or(() -> ofMissing(token))
                .or(() -> ofWorkflow(token))
                .or(() -> ofJob(token, expected.job()))
                .or(() -> expected.before().flatMap(before -> ofOtherJob(token, before)));
    }

    /** What the journal keeps of a token without a flaw. */
    static RunStatus.Proof verified(JobToken token, Instant now) {
        return new RunStatus.Proof(
                ProofReason.Verified.name(),
                "The token was issued by %s for this run.".formatted(token.issuer()),
                token.issuer(),
                token.claim(REPOSITORY_ID).orElse(null),
                token.claim(OWNER_ID).orElse(null),
                token.claim(WORKFLOW).orElse(null),
                token.claim(CHECK_RUN).filter(NUMERIC).orElse(null),
                now.toString());
    }

    private static Optional<Flaw> ofKeys(JobToken token, List<JWK> keys) {
        if (keys.isEmpty()) {
            return Optional.of(new Flaw(
                    ProofReason.UnknownKey,
                    "The issuer %s has no key of the id that the job's token names.".formatted(token.issuer())));
        }
        return keys.stream().anyMatch(key -> isSignedWith(key, token))
                ? Optional.empty()
                : Optional.of(new Flaw(
                        ProofReason.BadSignature,
                        "The job's token is not signed with the key of %s.".formatted(token.issuer())));
    }

    private static boolean isSignedWith(JWK key, JobToken token) {
        try {
            return token.jwt().verify(new RSASSAVerifier(key.toRSAKey()));
        } catch (JOSEException e) {
            return false;
        }
    }

    /** For this run alone: a token that is good elsewhere, too, may have been shown there. */
    private static Optional<Flaw> ofAudience(JobToken token, Expected expected) {
        return token.claims().getAudience().equals(List.of(expected.audience()))
                ? Optional.empty()
                : Optional.of(new Flaw(
                        ProofReason.WrongAudience,
                        "The job's token was issued for something else than this run; its audience has to be %s."
                                .formatted(expected.audience())));
    }

    private static Optional<Flaw> ofTime(JobToken token, Instant now) {
        var expires = token.claims().getExpirationTime();
        if (expires == null) {
            return Optional.of(missing("exp"));
        }
        if (!now.isBefore(expires.toInstant().plus(LEEWAY))) {
            return Optional.of(
                    new Flaw(ProofReason.Expired, "The job's token expired at %s.".formatted(expires.toInstant())));
        }
        return Optional.ofNullable(token.claims().getNotBeforeTime())
                .map(Date::toInstant)
                .filter(from -> now.isBefore(from.minus(LEEWAY)))
                .map(from ->
                        new Flaw(ProofReason.NotYetValid, "The job's token is not valid before %s.".formatted(from)));
    }

    private static Optional<Flaw> ofMissing(JobToken token) {
        return Stream.of(REPOSITORY_ID, OWNER_ID)
                .filter(name -> token.claim(name).filter(NUMERIC).isEmpty())
                .findFirst()
                .map(TokenPolicy::missing);
    }

    /** What cannot be written down cannot be judged later. */
    private static Optional<Flaw> ofWorkflow(JobToken token) {
        return token.claim(WORKFLOW)
                .filter(workflow -> workflow.length() > MOST_OF_WORKFLOW)
                .map(_ -> new Flaw(
                        ProofReason.Malformed,
                        "The job's token names a workflow by more than %d characters.".formatted(MOST_OF_WORKFLOW)));
    }

    private static Flaw missing(String claim) {
        return new Flaw(ProofReason.ClaimsMissing, "The job's token does not have the claim %s.".formatted(claim));
    }

    private static Optional<Flaw> ofJob(JobToken token, RunSpec.Job job) {
        return said(job).entrySet().stream()
                .filter(said -> !isSame(said.getKey(), said.getValue(), heard(token, said.getKey())))
                .findFirst()
                .map(said -> new Flaw(
                        ProofReason.ClaimsContradict,
                        "The job's token says %s=%s, and the request %s."
                                .formatted(
                                        said.getKey(),
                                        heard(token, said.getKey()),
                                        said.getValue().isEmpty() ? "nothing" : said.getValue())));
    }

    /** What a run says of its job, by the names of the claims. */
    private static Map<String, String> said(RunSpec.Job job) {
        var said = new LinkedHashMap<String, String>();
        said.put(REPOSITORY, job.repository());
        said.put("ref", job.ref());
        said.put("sha", job.sha());
        said.put("event_name", Objects.requireNonNullElse(job.event(), ""));
        said.put("run_id", Long.toString(job.runId()));
        said.put("run_attempt", Integer.toString(job.runAttempt()));
        said.put("base_ref", Objects.requireNonNullElse(job.baseRef(), ""));
        return said;
    }

    /** The base branch of a pull request is named shortly in tokens, and fully everywhere else. */
    private static String heard(JobToken token, String claim) {
        var heard = token.claim(claim).orElse("");
        return claim.equals("base_ref") && !heard.isEmpty() && !heard.startsWith("refs/")
                ? "refs/heads/" + heard
                : heard;
    }

    private static boolean isSame(String claim, String one, String other) {
        return claim.equals(REPOSITORY) ? one.equalsIgnoreCase(other) : one.equals(other);
    }

    /** Two jobs can be of the same workflow run. */
    private static Optional<Flaw> ofOtherJob(JobToken token, RunStatus.Proof before) {
        var known = new LinkedHashMap<String, Optional<String>>();
        known.put(REPOSITORY_ID, Optional.ofNullable(before.repositoryId()));
        known.put(OWNER_ID, Optional.ofNullable(before.repositoryOwnerId()));
        known.put(CHECK_RUN, Optional.ofNullable(before.checkRunId()));
        return known.entrySet().stream()
                .filter(claim ->
                        claim.getValue().isPresent() && !claim.getValue().equals(token.claim(claim.getKey())))
                .findFirst()
                .map(claim -> new Flaw(
                        ProofReason.OtherJob,
                        "The volume was given to another job than the one whose token came with the save: %s was %s and is %s."
                                .formatted(
                                        claim.getKey(),
                                        claim.getValue().get(),
                                        token.claim(claim.getKey()).orElse("missing"))));
    }

    private TokenPolicy() {}
}
