package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.AttemptReason;
import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.attempt.Trouble;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What follows from a failed attempt: another one, or the end of the restore. */
final class RetryPolicy {
    /** Each costs the storage a volume, and the job its time. */
    private static final int MOST_ATTEMPTS = 8;

    static RunStep after(Trouble trouble, RunFacts facts, RunStatus.Restore decided, Instant now) {
        var attempt = attempt(decided, trouble, now);
        return isWorthAnother(trouble, facts, decided)
                ? new RunStep.EndAttempt(attempt)
                : new RunStep.GiveUp(reason(trouble), trouble.sentence() + " The job runs cold.", Optional.of(attempt));
    }

    static RunStatus.Attempt attempt(RunStatus.Restore decided, Trouble trouble, Instant now) {
        return new RunStatus.Attempt(
                decided.snapshot(),
                trouble.reason().failure().name(),
                trouble.reason().name(),
                trouble.sentence(),
                now.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    private static boolean isWorthAnother(Trouble trouble, RunFacts facts, RunStatus.Restore decided) {
        if (facts.attempts().size() + 1 >= MOST_ATTEMPTS) {
            return false;
        }
        return switch (trouble.reason().failure()) {
            case CandidateBroken -> decided.snapshot() != null;
            case Interrupted -> times(trouble.reason(), facts) < 1;
            case PlaceUnavailable -> false;
        };
    }

    private static long times(AttemptReason reason, RunFacts facts) {
        return facts.attempts().stream()
                .filter(attempt -> attempt.reason().equals(reason.name()))
                .count();
    }

    private static RestoreReason reason(Trouble trouble) {
        return switch (trouble.reason()) {
            case WrongZone -> RestoreReason.PlaceUnavailable;
            case ClaimLost, KeeperLost -> RestoreReason.VolumeFailed;
            default ->
                trouble.reason().failure() == AttemptReason.Failure.CandidateBroken
                        ? RestoreReason.CandidatesBroken
                        : RestoreReason.PlaceUnavailable;
        };
    }

    private RetryPolicy() {}
}
