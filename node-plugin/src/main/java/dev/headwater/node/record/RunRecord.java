package dev.headwater.node.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything this node knows of a run. Each transition is a method that answers the record after it; a fact once written stays.
 *
 * @param spec what the run's spec should say
 * @param slot what {@code status.slot} should say
 */
public record RunRecord(Ask ask, RunSpec spec, RunStatus.Slot slot, Local local) {

    /** How far the run has come on this node: derived, never stored. */
    public enum Phase {
        /** The job waits for its answer. */
        WAITING,
        /** The job has the volume. */
        ATTACHED,
        /** The job no longer has it; the keeper brings it into a state worth keeping. */
        SEALING,
        /** The kernel may still know its file system. */
        UNSTAGING,
        /** Nothing of it is left to do here. */
        OVER
    }

    private static final RunStatus.Slot NOTHING_YET =
            new RunStatus.Slot(null, null, null, null, null, null, null, null, null, null);

    /** A request that was just read. */
    public static RunRecord asked(Ask ask, RunSpec spec) {
        return new RunRecord(ask, spec, NOTHING_YET, Local.NONE);
    }

    /** The same, of a job that sent a token along. */
    public RunRecord withToken() {
        return new RunRecord(ask.withToken(), spec, slot, local);
    }

    @JsonIgnore
    public Phase phase() {
        if (slot.attachedAt() == null) {
            return slot.answer() == null && spec.released() == null ? Phase.WAITING : Phase.OVER;
        }
        if (slot.detachedAt() == null) {
            return Phase.ATTACHED;
        }
        if (wantsSave() && slot.sealed() == null) {
            return Phase.SEALING;
        }
        return slot.unstagedAt() == null ? Phase.UNSTAGING : Phase.OVER;
    }

    /** Name of the directory in the slot. */
    @JsonIgnore
    public String volume() {
        var path = spec.request().path();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether the job's wish, as far as it is final, is a save. */
    @JsonIgnore
    public boolean wantsSave() {
        var save = spec.save();
        return save != null && save.wish() == RunSpec.Wish.Save;
    }

    /** Whether the job's last wish, final or not, is a save. */
    @JsonIgnore
    public boolean wishesSave() {
        return local.wish().filter(finish -> finish.wish() == RunSpec.Wish.Save).isPresent();
    }

    @JsonIgnore
    public Optional<RunStatus.Answer> answer() {
        return Optional.ofNullable(slot.answer());
    }

    /**
     * The source is about to be bound.
     *
     * @param markerCarried whether it says that it carries the value of the job's marker
     */
    public RunRecord binding(Source source, boolean markerCarried) {
        return with(local.withSource(source).withMarkerCarried(markerCarried));
    }

    /** The volume is visible to the job. */
    public RunRecord attached(Source source, RunStatus.Answer answer, Map<String, String> result, String bootId) {
        return with(new RunStatus.Slot(
                        answer, answer.at(), source.device(), bootId, null, null, null, null, null, slot.rejected()))
                .with(local.withSource(source).withResult(result));
    }

    /** The job was told that it gets no volume: nothing is ever attached for this run any more. */
    public RunRecord answered(RunStatus.Answer answer, Map<String, String> result) {
        return with(new RunStatus.Slot(
                        answer, null, null, null, null, null, null, null, slot.unclean(), slot.rejected()))
                .with(local.withResult(result))
                .released(null, new RunSpec.Released(answer.at(), RunSpec.Cause.Answered));
    }

    /** The volume that a keeper holds is not handed to the job. */
    public RunRecord rejected(RunStatus.Rejected rejected) {
        return with(new RunStatus.Slot(
                slot.answer(),
                slot.attachedAt(),
                slot.device(),
                slot.bootId(),
                slot.busy(),
                slot.detachedAt(),
                slot.sealed(),
                slot.unstagedAt(),
                slot.unclean(),
                rejected));
    }

    /** A step asked for the end of the volume. */
    public RunRecord finishing(Finish finish) {
        return with(local.withFinish(finish));
    }

    /** The volume is about to be taken away. */
    public RunRecord detaching() {
        return with(local.withDetaching());
    }

    /** The job no longer has the volume. A wish that was never answered, or answered with Busy, counts too. */
    public RunRecord detached(Instant at, RunSpec.Cause cause) {
        var save = local.wish().map(Finish::save).orElse(null);
        return with(new RunStatus.Slot(
                        slot.answer(),
                        slot.attachedAt(),
                        slot.device(),
                        slot.bootId(),
                        slot.busy(),
                        at.toString(),
                        slot.sealed(),
                        slot.unstagedAt(),
                        slot.unclean(),
                        slot.rejected()))
                .released(save, new RunSpec.Released(at.toString(), cause));
    }

    /** The pod ended before its request was answered. */
    public RunRecord abandoned(Instant at) {
        return released(null, new RunSpec.Released(at.toString(), RunSpec.Cause.SlotEnded));
    }

    /** Something keeps the volume from leaving the job. */
    public RunRecord busy(String holder) {
        return with(new RunStatus.Slot(
                slot.answer(),
                slot.attachedAt(),
                slot.device(),
                slot.bootId(),
                holder,
                slot.detachedAt(),
                slot.sealed(),
                slot.unstagedAt(),
                slot.unclean(),
                slot.rejected()));
    }

    /** The keeper's report, or why there is none. */
    public RunRecord sealed(RunStatus.Sealed report) {
        return with(new RunStatus.Slot(
                slot.answer(),
                slot.attachedAt(),
                slot.device(),
                slot.bootId(),
                slot.busy(),
                slot.detachedAt(),
                report,
                slot.unstagedAt(),
                slot.unclean(),
                slot.rejected()));
    }

    /** The kernel no longer knows the file system. */
    public RunRecord unstaged(Instant at) {
        return with(new RunStatus.Slot(
                slot.answer(),
                slot.attachedAt(),
                slot.device(),
                slot.bootId(),
                slot.busy(),
                slot.detachedAt(),
                slot.sealed(),
                at.toString(),
                slot.unclean(),
                slot.rejected()));
    }

    /** The volume can never be captured; the first reason stays. */
    public RunRecord unclean(String sentence) {
        return with(new RunStatus.Slot(
                slot.answer(),
                slot.attachedAt(),
                slot.device(),
                slot.bootId(),
                slot.busy(),
                slot.detachedAt(),
                slot.sealed(),
                slot.unstagedAt(),
                slot.unclean() == null ? sentence : slot.unclean(),
                slot.rejected()));
    }

    public RunRecord withCheckouts(List<PendingCheckout> pending) {
        return with(local.withCheckouts(pending));
    }

    /** The API server said that nothing more will happen. */
    public RunRecord completed() {
        return with(local.withComplete());
    }

    private RunRecord released(RunSpec.@Nullable Save save, RunSpec.Released released) {
        return new RunRecord(
                ask,
                new RunSpec(spec.pod(), spec.slot(), spec.requester(), spec.request(), spec.job(), save, released),
                slot,
                local);
    }

    private RunRecord with(RunStatus.Slot changed) {
        return new RunRecord(ask, spec, changed, local);
    }

    private RunRecord with(Local changed) {
        return new RunRecord(ask, spec, slot, changed);
    }
}
