package dev.headwater.operator.capture;

import dev.headwater.api.v1alpha1.CaptureReason;
import dev.headwater.operator.model.RunOrder;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;

/**
 * Whose snapshot is taken next. A storage makes only so many at a time, and refuses more; so those that are not restorable yet are counted,
 * and the others wait for their turn: default lanes first, because every lane starts from them, then in the order of runs.
 */
public final class CaptureQueue {
    private static final Comparator<Waiting> TURNS = Comparator.comparing(
                    Waiting::defaultLane, Comparator.reverseOrder())
            .thenComparing(Waiting::order)
            .thenComparing(Waiting::run);

    /**
     * A save whose snapshot is still to be taken.
     *
     * @param run namespace and name
     * @param defaultLane whether it becomes the head of its stream's default lane
     */
    public record Waiting(String run, boolean defaultLane, RunOrder order) {}

    /** The step of {@code own} where others wait too and {@code pending} snapshots are under way. */
    public static CaptureStep next(
            Waiting own,
            Collection<Waiting> others,
            long pending,
            CaptureSettings settings,
            boolean said,
            Instant now) {
        var ahead =
                others.stream().filter(other -> TURNS.compare(other, own) < 0).count();
        if (pending + ahead < settings.maxPending()) {
            return new CaptureStep.Take();
        }
        return said
                ? new CaptureStep.Wait(now.plus(settings.turn()))
                : new CaptureStep.Queue(
                        CaptureReason.Queued,
                        "%d snapshots are under way, as many as capture.maxPending allows, and %d wait before this one."
                                .formatted(pending, ahead));
    }

    private CaptureQueue() {}
}
