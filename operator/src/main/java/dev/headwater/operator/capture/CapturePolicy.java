package dev.headwater.operator.capture;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.operator.kube.SnapshotPairing;
import dev.headwater.operator.kube.VaultObject;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Leads a snapshot from the verdict to readiness. An error of the storage is passing until the deadline says otherwise. */
public final class CapturePolicy {
    /** One poll is one batched call of the sidecar; each also lengthens its own interval, so once begun it goes on. */
    static final Duration POLL_INTERVAL = Duration.ofSeconds(10);

    /** From the VolumeSnapshot to its cut: seconds, unless the storage refuses. */
    static final Duration CUT = Duration.ofMinutes(30);

    /** From the cut to readiness: a first snapshot of a large volume is copied in whole. */
    static final Duration READY = Duration.ofHours(6);

    public static CaptureStep next(CaptureFacts facts, Instant now) {
        if (facts.save().readyAt() != null) {
            return new CaptureStep.Done();
        }
        return facts.snapshot().map(snapshot -> follow(facts, snapshot, now)).orElseGet(() -> begin(facts, now));
    }

    private static CaptureStep begin(CaptureFacts facts, Instant now) {
        var cutAt = facts.save().cutAt();
        if (cutAt != null) {
            return facts.content()
                    .map(content -> await(content, readyBy(facts, Instant.parse(cutAt)), now))
                    .orElseGet(() -> new CaptureStep.Fail(
                            SaveReason.SnapshotFailed,
                            "The VolumeSnapshot and its content were deleted before they could be restored."));
        }
        if (facts.cold().isPresent()) {
            return new CaptureStep.Take();
        }
        return now.isBefore(facts.deadline())
                ? new CaptureStep.Wait(facts.deadline())
                : new CaptureStep.Fail(
                        SaveReason.VolumeUnclean,
                        "The node did not prove in time that the file system is unmounted; a snapshot of it could be torn.");
    }

    private static CaptureStep follow(CaptureFacts facts, VolumeSnapshot snapshot, Instant now) {
        var lineage = VaultObject.annotation(snapshot, Api.ANNOTATION_LINEAGE).orElse("");
        var bound = facts.content().filter(content -> SnapshotPairing.isBoundBack(snapshot, content));
        var unproven = bound.filter(content -> !isProven(content, lineage));
        if (unproven.isPresent()) {
            return new CaptureStep.Prove(unproven.get(), lineage);
        }
        var cutAt = SnapshotPairing.cutAt(snapshot);
        if (cutAt.isPresent() && facts.save().cutAt() == null) {
            return new CaptureStep.Cut(cutAt.get());
        }
        if (cutAt.isPresent() && bound.isPresent() && SnapshotPairing.isReady(snapshot)) {
            return new CaptureStep.Ready();
        }
        var deadline = deadline(facts, snapshot);
        if (!now.isBefore(deadline)) {
            return new CaptureStep.Fail(SaveReason.SnapshotFailed, late(snapshot));
        }
        return bound.filter(_ -> cutAt.isPresent())
                .map(content -> poll(content, now))
                .orElse(new CaptureStep.Wait(deadline));
    }

    /** Somebody deleted the VolumeSnapshot of a cut that the content still holds: retention makes it again once this run is over. */
    private static CaptureStep await(VolumeSnapshotContent content, Instant deadline, Instant now) {
        if (SnapshotPairing.isReady(content)) {
            return new CaptureStep.Ready();
        }
        return now.isBefore(deadline)
                ? poll(content, now)
                : new CaptureStep.Fail(
                        SaveReason.SnapshotFailed,
                        "The VolumeSnapshot was deleted, and its content %s did not become restorable in time."
                                .formatted(content.getMetadata().getName()));
    }

    private static Instant deadline(CaptureFacts facts, VolumeSnapshot snapshot) {
        return SnapshotPairing.cutAt(snapshot)
                .map(cutAt -> readyBy(facts, cutAt))
                .orElseGet(() -> Optional.ofNullable(snapshot.getMetadata().getCreationTimestamp())
                        .map(Instant::parse)
                        .orElseGet(() -> verdictAt(facts))
                        .plus(CUT));
    }

    /** Never counted from before the verdict: the clock of a storage may be behind. */
    private static Instant readyBy(CaptureFacts facts, Instant cutAt) {
        var verdict = verdictAt(facts);
        return (cutAt.isAfter(verdict) ? cutAt : verdict).plus(READY);
    }

    private static Instant verdictAt(CaptureFacts facts) {
        return Instant.parse(facts.save().at());
    }

    private static CaptureStep poll(VolumeSnapshotContent content, Instant now) {
        var next = VaultObject.annotation(content, Api.ANNOTATION_POLLED_AT)
                .map(Instant::parse)
                .map(last -> last.plus(POLL_INTERVAL))
                .orElse(now);
        return next.isAfter(now) ? new CaptureStep.Wait(next) : new CaptureStep.Poll(content);
    }

    private static boolean isProven(VolumeSnapshotContent content, String lineage) {
        return VaultObject.annotation(content, Api.ANNOTATION_LINEAGE)
                .filter(lineage::equals)
                .isPresent();
    }

    private static String late(VolumeSnapshot snapshot) {
        return "The VolumeSnapshot %s did not become restorable in time: %s"
                .formatted(snapshot.getMetadata().getName(), SnapshotPairing.error(snapshot));
    }

    private CapturePolicy() {}
}
