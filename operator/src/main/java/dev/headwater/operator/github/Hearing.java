package dev.headwater.operator.github;

import dev.headwater.api.v1alpha1.RunStatus;
import java.time.Instant;

/** What came of asking GitHub. */
public sealed interface Hearing {

    /** It said, or nobody waits for it any longer. */
    record Over(RunStatus.Proof proof) implements Hearing {}

    /** It may know more, or answer, at that time. */
    record NotYet(Instant lookAgainAt) implements Hearing {}
}
