package dev.headwater.operator.model;

import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenReason;
import dev.headwater.api.v1alpha1.TokenUse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the journal of a run says of the tokens of its job. */
public final class Proven {

    /** The verdict on the token for this use; empty where none was looked at. */
    public static Optional<RunStatus.Proof> of(@Nullable RunStatus status, TokenUse use) {
        return Optional.ofNullable(status).map(RunStatus::proofs).map(proofs -> switch (use) {
            case RESTORE -> proofs.restore();
            case SAVE -> proofs.save();
        });
    }

    public static boolean isVerified(RunStatus.Proof proof) {
        return proof.reason().equals(TokenReason.Verified.name());
    }

    private Proven() {}
}
