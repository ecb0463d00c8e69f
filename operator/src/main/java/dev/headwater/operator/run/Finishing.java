package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.operator.capture.CaptureFacts;
import dev.headwater.operator.capture.CapturePolicy;
import dev.headwater.operator.capture.CaptureStep;
import dev.headwater.operator.job.JobEnding;
import dev.headwater.operator.kube.SnapshotPairing;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.run.RunStep.Outcome;
import dev.headwater.operator.save.SaveDecision;
import dev.headwater.operator.save.SaveDecision.Awaited;
import dev.headwater.operator.save.SavePolicy;
import dev.headwater.operator.storage.Standing;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContentStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** From the released volume to the end: keeper away, verdict, snapshot, claim away. */
final class Finishing {
    /** A verdict that the volume is captured. */
    static final String SAVE = "Save";

    private static final Duration CLASSES_INTERVAL = Duration.ofSeconds(30);

    /** That a keeper does not go is no event. */
    private static final Duration STUCK_INTERVAL = Duration.ofMinutes(5);

    /** Set by the snapshot controller once it has begun. */
    private static final String SOURCE_OF_A_SNAPSHOT = "snapshot.storage.kubernetes.io/pvc-as-source-protection";

    static RunStep next(RunFacts facts, boolean attached, Instant now) {
        var end = JobEnding.podEnd(facts.run().getSpec(), facts.pod());
        if (end.isPresent() && !facts.is(ConditionType.Ended)) {
            return new RunStep.RecordEnd(end.get());
        }
        var report = facts.slot().map(RunStatus.Slot::sealed);
        if (report.isPresent() && !facts.is(ConditionType.Sealed) && !facts.isNot(ConditionType.Sealed)) {
            return new RunStep.RecordSeal(report.get());
        }
        if (facts.hearing().isPresent()) {
            return Deciding.heard(facts.hearing().get(), TokenUse.SAVE);
        }
        var decision = facts.verdict().isPresent()
                ? Optional.<SaveDecision>empty()
                : Optional.of(SavePolicy.decide(Evidence.of(facts, attached, now)));
        if (keeperMayGo(decision) && facts.isHeld()) {
            return new RunStep.DeleteKeeper();
        }
        return decision.map(open -> verdict(facts, open, now)).orElseGet(() -> afterVerdict(facts, now));
    }

    private static boolean keeperMayGo(Optional<SaveDecision> decision) {
        return !decision.equals(Optional.of(new SaveDecision.NotYet(Awaited.SEAL)));
    }

    private static RunStep verdict(RunFacts facts, SaveDecision decision, Instant now) {
        var at = now.truncatedTo(ChronoUnit.MILLIS).toString();
        return switch (decision) {
            case SaveDecision.NotYet(var awaited) ->
                switch (awaited) {
                    case SEAL ->
                        new RunStep.Wait(Optional.of(Deadlines.orNodeLost(Deadlines.seal(facts.run()), facts, now)));
                    case UNSTAGE ->
                        new RunStep.Wait(Optional.of(Deadlines.orNodeLost(Deadlines.unstage(facts.run()), facts, now)));
                    case PROOF -> proof(facts, now);
                };
            case SaveDecision.Save(var reason, var sentence) ->
                new RunStep.Verdict(new RunStatus.Save(
                        SAVE, reason.name(), sentence, facts.run().getMetadata().getName(), at, null, null));
            case SaveDecision.Skip(var reason, var sentence) ->
                new RunStep.Verdict(new RunStatus.Save("Skip", reason.name(), sentence, null, at, null, null));
        };
    }

    /** The end of a probe is an event; that a class was made or deleted meanwhile is none. */
    private static RunStep proof(RunFacts facts, Instant now) {
        if (facts.standing().orElseThrow() instanceof Standing.Unproven(var classes, var probe, var _)
                && probe == Standing.Probe.TO_BE_ASKED_FOR) {
            return new RunStep.AskForProbe(classes);
        }
        var deadline = Deadlines.proof(facts.run());
        var soon = now.plus(CLASSES_INTERVAL);
        return new RunStep.Wait(Optional.of(soon.isBefore(deadline) ? soon : deadline));
    }

    private static RunStep afterVerdict(RunFacts facts, Instant now) {
        var save = facts.verdict().orElseThrow();
        if (save.decision().equals(SAVE)) {
            var capture = CapturePolicy.next(captureFacts(facts, save), now);
            if (!(capture instanceof CaptureStep.Done)) {
                return new RunStep.Capture(possible(facts, capture));
            }
        } else if (facts.snapshot()
                .filter(snapshot -> isVoid(snapshot, facts) || isStuck(snapshot, save))
                .isPresent()) {
            return new RunStep.DropSnapshot();
        }
        return end(facts, save, now);
    }

    /** Neither side of it knows of anything that the storage made. */
    private static boolean isVoid(VolumeSnapshot snapshot, RunFacts facts) {
        return !VaultObject.isDeleting(snapshot)
                && SnapshotPairing.cutAt(snapshot).isEmpty()
                && facts.content()
                        .map(VolumeSnapshotContent::getStatus)
                        .map(VolumeSnapshotContentStatus::getSnapshotHandle)
                        .isEmpty();
    }

    /** Cut, but given up: it would hold its claim, and count in quotas, for ever. One that is ready after all is worth keeping. */
    private static boolean isStuck(VolumeSnapshot snapshot, RunStatus.Save save) {
        return save.reason().equals(SaveReason.SnapshotFailed.name())
                && !VaultObject.isDeleting(snapshot)
                && !SnapshotPairing.isReady(snapshot);
    }

    /** The snapshot controller takes none of a claim that is being deleted, and would wait for ever. */
    private static CaptureStep possible(RunFacts facts, CaptureStep step) {
        return isBegun(facts)
                        || facts.claim().filter(Finishing::canBeTaken).isPresent()
                        || step instanceof CaptureStep.Fail
                ? step
                : new CaptureStep.Fail(
                        SaveReason.SnapshotFailed,
                        "The claim of the volume was deleted before its snapshot was taken.");
    }

    /** Whether the storage works on this snapshot, or has done so: the content of an earlier one that was dropped says nothing. */
    private static boolean isBegun(RunFacts facts) {
        return facts.verdict().map(RunStatus.Save::cutAt).isPresent()
                || facts.snapshot()
                        .filter(snapshot -> facts.content()
                                .filter(content -> SnapshotPairing.isBoundBack(snapshot, content))
                                .isPresent())
                        .isPresent();
    }

    private static boolean canBeTaken(PersistentVolumeClaim claim) {
        return !VaultObject.isDeleting(claim)
                || claim.getMetadata().getFinalizers().contains(SOURCE_OF_A_SNAPSHOT);
    }

    /** On a node that is lost nobody is left who could end the keeper; it goes with the node, or when that is back. */
    private static RunStep end(RunFacts facts, RunStatus.Save save, Instant now) {
        if (facts.claim().filter(claim -> !VaultObject.isDeleting(claim)).isPresent()) {
            return new RunStep.DeleteClaim();
        }
        return facts.keeper().isPresent() && !facts.isNodeLost()
                ? new RunStep.Wait(Optional.of(now.plus(STUCK_INTERVAL)))
                : new RunStep.Complete(outcome(facts, save), sentence(save));
    }

    private static Outcome outcome(RunFacts facts, RunStatus.Save save) {
        if (save.decision().equals(SAVE)) {
            return Outcome.Saved;
        }
        var told = facts.slot()
                .map(RunStatus.Slot::answer)
                .map(RunStatus.Answer::outcome)
                .orElse("");
        var decided = facts.decided().map(RunStatus.Restore::decision).orElse("");
        if (decided.equals("Refuse") || told.equals("refused")) {
            return Outcome.Refused;
        }
        return decided.equals("Scratch") || told.equals("scratch") ? Outcome.Scratch : Outcome.Skipped;
    }

    private static String sentence(RunStatus.Save save) {
        return save.decision().equals(SAVE)
                ? "The snapshot %s can be restored.".formatted(save.snapshot())
                : Optional.ofNullable(save.message()).orElse(save.reason());
    }

    private static CaptureFacts captureFacts(RunFacts facts, RunStatus.Save save) {
        return new CaptureFacts(
                save,
                facts.slot()
                        .filter(slot -> slot.unclean() == null)
                        .map(RunStatus.Slot::unstagedAt)
                        .map(Instant::parse),
                facts.snapshot(),
                facts.content(),
                Deadlines.snapshot(facts.run(), save));
    }

    private Finishing() {}
}
