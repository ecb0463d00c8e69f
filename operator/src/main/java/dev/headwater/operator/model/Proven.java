package dev.headwater.operator.model;

import dev.headwater.api.v1alpha1.ProofReason;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the journal of a run says of who its job is: by a token, or by what GitHub said. */
public final class Proven {
    /** Reasons of a genuine token, or of GitHub, where they speak of somebody else. */
    private static final Set<String> DENIALS = Set.of(ProofReason.ClaimsContradict.name(), ProofReason.OtherJob.name());

    /** What counts for this use; empty where nothing was looked at. */
    public static Optional<RunStatus.Proof> of(@Nullable RunStatus status, TokenUse use) {
        return counting(ofToken(status, use), ofGithub(status, use));
    }

    /** Of a token and of what GitHub said: a genuine token wins; another one is worth as much as none. */
    public static Optional<RunStatus.Proof> counting(
            Optional<RunStatus.Proof> token, Optional<RunStatus.Proof> github) {
        return token.filter(Proven::isGenuine).or(() -> github).or(() -> token);
    }

    /** The verdict on the token for this use; empty where none was looked at. */
    public static Optional<RunStatus.Proof> ofToken(@Nullable RunStatus status, TokenUse use) {
        return Optional.ofNullable(status).map(RunStatus::proofs).map(proofs -> switch (use) {
            case RESTORE -> proofs.restore();
            case SAVE -> proofs.save();
        });
    }

    /** What GitHub said for this use; empty where it was not asked. */
    public static Optional<RunStatus.Proof> ofGithub(@Nullable RunStatus status, TokenUse use) {
        return Optional.ofNullable(status)
                .map(RunStatus::proofs)
                .map(RunStatus.Proofs::github)
                .map(github -> switch (use) {
                    case RESTORE -> github.restore();
                    case SAVE -> github.save();
                });
    }

    public static boolean isVerified(RunStatus.Proof proof) {
        return proof.reason().equals(ProofReason.Verified.name());
    }

    /** Whether it is certain that the job is another one than it says. */
    public static boolean denies(RunStatus.Proof proof) {
        return DENIALS.contains(proof.reason());
    }

    /** Whether it says something of the job, for or against it. */
    public static boolean isGenuine(RunStatus.Proof proof) {
        return isVerified(proof) || denies(proof);
    }

    private Proven() {}
}
