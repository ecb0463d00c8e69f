package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.operator.attempt.Trouble;
import dev.headwater.operator.capture.CaptureStep;
import dev.headwater.operator.job.PodEnd;
import dev.headwater.operator.keeper.KeeperArguments;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.storage.ClassSet;
import dev.headwater.operator.volume.ClaimRecord;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The one thing to do next about a run. Each can be done twice without harm. */
public sealed interface RunStep {

    /** Write down what GitHub said of the job. */
    record RecordProof(TokenUse use, RunStatus.Proof proof) implements RunStep {}

    /**
     * Write down what is restored, before anything is made for it.
     *
     * @param attempts that failed before
     */
    record Decide(Optional<String> stream, RunStatus.Restore restore, List<RunStatus.Attempt> attempts)
            implements RunStep {}

    record MakeClaim(ClaimRecord record, PolicySettings.Volume settings, Optional<Snapshot> source)
            implements RunStep {}

    /**
     * Make the pod that holds the volume.
     *
     * @param job the asking pod, beside which the keeper runs
     * @param attempt how many attempts have failed before
     * @param arguments what the policy tells it
     */
    record MakeKeeper(Pod job, int attempt, KeeperArguments arguments) implements RunStep {}

    /** Tell the node plugin where to look for the volume. */
    record RecordVolume(RunStatus.Volume volume) implements RunStep {}

    /** Write down that the attempt failed; after it, it is decided again. */
    record EndAttempt(RunStatus.Attempt attempt) implements RunStep {}

    /** Write down what the volume waits for. */
    record Obstacle(Trouble trouble) implements RunStep {}

    /**
     * Tell the node plugin that no volume will come; what was decided stays in the journal as it is.
     *
     * @param attempt the last one, where it is known why it failed
     */
    record GiveUp(RestoreReason reason, String sentence, Optional<RunStatus.Attempt> attempt) implements RunStep {}

    /** Write down what became of the pod that took the volume with it. */
    record RecordEnd(PodEnd end) implements RunStep {}

    record RecordSeal(RunStatus.Sealed report) implements RunStep {}

    record DeleteKeeper() implements RunStep {}

    /** Have the classes of the volume probed: nobody has asked for that before. */
    record AskForProbe(ClassSet classes) implements RunStep {}

    /** Write down whether the volume is saved, before it is. */
    record Verdict(RunStatus.Save save) implements RunStep {}

    record Capture(CaptureStep step) implements RunStep {}

    /** Delete a VolumeSnapshot that never came to hold anything, and pins the claim. */
    record DropSnapshot() implements RunStep {}

    record DeleteClaim() implements RunStep {}

    record Complete(Outcome outcome, String sentence) implements RunStep {}

    /** Nothing, unless something changes or, if there is one, that time comes. */
    record Wait(Optional<Instant> until) implements RunStep {}

    /** How a run ended: the reason of condition {@code Complete}. */
    enum Outcome {
        Saved,
        Skipped,
        Scratch,
        Refused
    }
}
