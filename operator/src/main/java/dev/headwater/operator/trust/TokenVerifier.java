package dev.headwater.operator.trust;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ProofReason;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import java.time.Instant;

/** Looks at the tokens of jobs, with the keys of their issuers. */
public final class TokenVerifier {
    private final IssuerKeys keys;

    public TokenVerifier(IssuerKeys keys) {
        this.keys = keys;
    }

    /**
     * What the token proves of the run. Nothing of the token is in it that was not verified.
     *
     * @throws KeysUnavailableException if that cannot be said at the moment
     */
    public RunStatus.Proof verify(String text, BuildSnapshotRun run, TokenUse use, Instant now)
            throws KeysUnavailableException {
        return switch (JobToken.parse(text)) {
            case JobToken.Parsed.NoToken() ->
                refused(new Flaw(ProofReason.Malformed, "The job's token is no signed JWT."), now);
            case JobToken.Parsed.Unsigned() ->
                refused(new Flaw(ProofReason.AlgorithmNotAllowed, "The job's token is a JWT that nobody signed."), now);
            case JobToken.Parsed.Signed(var token) -> verify(token, Expected.of(run, use), now);
        };
    }

    /** Of a token that nobody looks at any more. */
    public static RunStatus.Proof tooLate(TokenUse use, Instant now) {
        return refused(
                new Flaw(
                        ProofReason.TooLate,
                        switch (use) {
                            case RESTORE ->
                                "The job's token came after it had been decided what the job gets; the decision stands.";
                            case SAVE -> "The job's token came after the verdict on the volume; the verdict stands.";
                        }),
                now);
    }

    private RunStatus.Proof verify(JobToken token, Expected expected, Instant now) throws KeysUnavailableException {
        var early = TokenPolicy.beforeKeys(token, keys::knows);
        if (early.isPresent()) {
            return refused(early.get(), now);
        }
        var found = keys.find(token.issuer(), token.keyId().orElseThrow());
        return TokenPolicy.flaw(token, found, expected, now)
                .map(flaw -> refused(flaw, now))
                .orElseGet(() -> TokenPolicy.verified(token, now));
    }

    private static RunStatus.Proof refused(Flaw flaw, Instant now) {
        return new RunStatus.Proof(flaw.reason().name(), flaw.sentence(), null, null, null, null, null, now.toString());
    }
}
