package dev.headwater.node.walk;

import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.control.Fields;
import dev.headwater.control.Report;
import dev.headwater.node.control.Inbox;
import dev.headwater.node.control.InlineVolumes;
import dev.headwater.node.control.Outbox;
import dev.headwater.node.mount.BusyException;
import dev.headwater.node.mount.Processes;
import dev.headwater.node.mount.Unmounter;
import dev.headwater.node.record.Finish;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.record.Source;
import dev.headwater.node.scratch.ScratchVolumes;
import dev.headwater.node.slot.Answers;
import dev.headwater.node.slot.ChangePolicy;
import dev.headwater.node.slot.Printable;
import dev.headwater.node.slot.RunFacts;
import dev.headwater.node.slot.RunStep;
import dev.headwater.node.slot.ScanReport;
import dev.headwater.node.slot.SealOrder;
import dev.headwater.node.slot.SlotTarget;
import dev.headwater.node.slot.WishPolicy;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does one {@link RunStep}. Each step is written down before or in one piece with what it does, so that it may be cut off anywhere. */
final class RunExecutor {
    private static final Logger LOG = System.getLogger(RunExecutor.class.getName());
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration TRY_UNMOUNT_AGAIN = Duration.ofMillis(300);
    private static final Duration LOOK_FOR_REPORT = Duration.ofSeconds(1);
    private static final int MOST_MESSAGE = 512;

    private final State state;
    private final Runs runs;
    private final ScratchVolumes scratch;

    RunExecutor(State state, Runs runs, ScratchVolumes scratch) {
        this.state = state;
        this.runs = runs;
        this.scratch = scratch;
    }

    /** After which pause to look at the run again; empty: when woken. */
    Optional<Duration> execute(RunStep step, RunFacts facts, SlotTarget slot) throws IOException {
        var record = facts.record();
        return switch (step) {
            case RunStep.Wait(var until) -> until.map(this::pause);
            case RunStep.Bind(var source, var startEmpty) -> bind(record, slot, source, startEmpty);
            case RunStep.Reject(var keeperUid, var fault) ->
                save(record.rejected(new RunStatus.Rejected(
                        keeperUid,
                        fault.kind().name(),
                        fault.sentence(),
                        state.clock().instant().toString())));
            case RunStep.Announce(var source, var restore) -> announce(record, slot, source, restore);
            case RunStep.ClearPath() -> clearPath(record, slot);
            case RunStep.GiveScratch(var reason, var message) -> giveScratch(record, slot, reason, message);
            case RunStep.Refuse(var reason, var message) -> refuse(record, slot, reason, message);
            case RunStep.Lose(var sentence) ->
                save(record.unclean(sentence).detached(state.clock().instant(), RunSpec.Cause.SlotEnded));
            case RunStep.MarkUnclean(var sentence) -> save(record.unclean(sentence));
            case RunStep.Detach(var finish) -> detach(record, slot, finish);
            case RunStep.OrderSeal() -> orderSeal(record);
            case RunStep.LatchSeal(var report) -> latchSeal(record, slot, report);
            case RunStep.ProveUnstaged() -> save(record.unstaged(state.clock().instant()));
            case RunStep.Forget() -> forget(record);
            case RunStep.AnswerFinish(var finish, var result) -> answerFinish(record, slot, finish, result);
        };
    }

    /** Gives the job the answer that was written down for it. */
    void handOver(RunRecord record, SlotTarget slot) throws IOException {
        var result = record.local().result();
        if (result != null) {
            tell(slot, record.ask().requestId(), new Fields(new LinkedHashMap<>(result)));
        }
    }

    /** The slot is about to go: whatever the run was doing there ends now. */
    void end(RunRecord record, SlotTarget slot) throws IOException {
        if (record.phase() == RunRecord.Phase.ATTACHED) {
            leave(record.local().detaching() ? record : record.detaching(), slot);
            return;
        }
        Unmounter.unmountAll(slot, slot.volumePath(record.volume()));
        if (record.phase() == RunRecord.Phase.WAITING) {
            save(record.abandoned(state.clock().instant()));
        }
    }

    /**
     * Takes the volume away with its slot. Afterwards the kernel ends what copies there are of the mount, wherever they are, because their
     * directory goes; who has a file open then writes on, unseen.
     *
     * @throws IOException naming who has a copy, while the step that asked for a save would wait for that
     */
    private void leave(RunRecord record, SlotTarget slot) throws IOException {
        state.save(record);
        Unmounter.unmountAll(slot, slot.volumePath(record.volume()));
        var now = state.clock().instant();
        var heard = heardOut(record, slot);
        var copy = heard.wishesSave() ? copyOf(heard, slot) : Optional.<String>empty();
        if (copy.isPresent()
                && now.isBefore(heard.local().wish().orElseThrow().step().answerBy())) {
            save(heldBy(heard, copy.get()));
            throw new IOException("the volume " + record.volume() + " is still used by " + copy.get());
        }
        save((copy.isPresent() ? usedOn(heard, slot) : heard).detached(now, RunSpec.Cause.SlotEnded));
    }

    private static RunRecord usedOn(RunRecord record, SlotTarget slot) {
        return holder(record, slot)
                .map(holder -> heldBy(record, holder)
                        .unclean("When the pod ended, " + holder
                                + " still used the volume through a copy of its mount."))
                .orElse(record);
    }

    private Optional<Duration> bind(RunRecord record, SlotTarget slot, Source source, boolean startEmpty)
            throws IOException {
        var requester = record.spec().requester();
        state.save(record.binding(source, !startEmpty && markerCarried(record, slot, source)));
        VolumeBinder.bind(
                slot,
                record.volume(),
                source,
                startEmpty ? Optional.of(new VolumeBinder.Owner(requester.uid(), requester.gid())) : Optional.empty());
        return Optional.of(AT_ONCE);
    }

    /** Looked at before the job can write there. */
    private static boolean markerCarried(RunRecord record, SlotTarget slot, Source source) throws IOException {
        var marker = record.ask().terms().relevance().marker();
        return marker.isPresent() && VolumeCheck.carries(slot.kubeletRoot(), source, marker.get());
    }

    private Optional<Duration> announce(RunRecord record, SlotTarget slot, Source source, RunStatus.Restore restore)
            throws IOException {
        var now = state.clock().instant();
        var result = Answers.attached(record, source, restore, now);
        var answer = new RunStatus.Answer(Answers.ATTACHED, restore.reason(), message(result), now.toString());
        save(record.attached(source, answer, result.values(), state.bootId()));
        tell(slot, record.ask().requestId(), result);
        wake(source);
        return Optional.of(AT_ONCE);
    }

    /** The job will want to check out. Where other jobs still wait for their volumes, its keeper waits for the order instead. */
    private void wake(Source source) throws IOException {
        var keeper = state.keeper(source.keeperUid());
        if (keeper.isPresent()
                && state.runs().all().stream().noneMatch(run -> run.phase() == RunRecord.Phase.WAITING)) {
            try (var held = state.locks().hold(keeper.get().path())) {
                if (InlineVolumes.published(keeper.get(), SlotRecord.Kind.KEEPER)) {
                    Outbox.wake(keeper.get());
                }
            }
        }
    }

    private Optional<Duration> clearPath(RunRecord record, SlotTarget slot) throws IOException {
        Unmounter.unmountAll(slot, slot.volumePath(record.volume()));
        return Optional.of(AT_ONCE);
    }

    private Optional<Duration> giveScratch(RunRecord record, SlotTarget slot, String reason, String message)
            throws IOException {
        var requester = record.spec().requester();
        try {
            InlineVolumes.makeMountPoint(slot, record.volume());
            try (var root = InlineVolumes.open(slot);
                    var point = root.ownDirectory(record.volume())) {
                scratch.mount(record.ask().run(), requester.uid(), requester.gid(), point);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, record.ask().run() + " gets no scratch volume", e);
            return refuse(
                    record,
                    slot,
                    RestoreReason.VolumeFailed.name(),
                    message + " Scratch could not be mounted either: " + e.getMessage() + ".");
        }
        var now = state.clock().instant();
        return answer(record, slot, Answers.scratch(record, reason, message, now));
    }

    private Optional<Duration> refuse(RunRecord record, SlotTarget slot, String reason, String message)
            throws IOException {
        return answer(
                record,
                slot,
                Answers.refused(reason, message, Optional.of(record.ask().run())));
    }

    private Optional<Duration> answer(RunRecord record, SlotTarget slot, Fields result) throws IOException {
        var answer = new RunStatus.Answer(
                result.values().getOrDefault("outcome", ""),
                result.values().getOrDefault("reason", ""),
                message(result),
                state.clock().instant().toString());
        save(record.answered(answer, result.values()));
        tell(slot, record.ask().requestId(), result);
        return Optional.of(AT_ONCE);
    }

    private Optional<Duration> detach(RunRecord record, SlotTarget slot, Finish finish) throws IOException {
        var detaching = record.local().detaching() ? record : record.detaching();
        state.save(detaching);
        try {
            Unmounter.unmountAll(slot, slot.volumePath(record.volume()));
        } catch (BusyException e) {
            return busy(detaching, slot, finish, holder(detaching, slot).orElse("a process that has ended meanwhile"));
        }
        var copy = copyOf(detaching, slot);
        if (copy.isPresent()) {
            return busy(detaching, slot, finish, copy.get());
        }
        InlineVolumes.removeMountPoint(slot, record.volume());
        return save(heardOut(detaching, slot).detached(state.clock().instant(), RunSpec.Cause.Step));
    }

    /** The last word counts: steps may have written one since the one that asked for the end, which found the volume busy. */
    private RunRecord heardOut(RunRecord record, SlotTarget slot) {
        var finish = record.local().wish();
        if (finish.isEmpty()) {
            return record;
        }
        try (var inbox = Inbox.open(slot, SlotRecord.Kind.SLOT)) {
            var since = Heard.of(inbox, record, state.runsOf(slot), finish.get().heard());
            return WishPolicy.later(since.words())
                    .map(later -> record.finishing(finish.get().overruledBy(later)))
                    .orElse(record);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: the state file cannot be read: {1}",
                    record.ask().run(),
                    e.getMessage());
            return record;
        }
    }

    private Optional<Duration> busy(RunRecord record, SlotTarget slot, Finish finish, String holder)
            throws IOException {
        var busy = heldBy(record, holder);
        var now = state.clock().instant();
        if (!finish.answered() && !now.isBefore(finish.step().answerBy())) {
            tell(slot, finish.requestId(), noted(finish, Answers.busy(holder)));
            busy = busy.finishing(finish.answer());
        }
        save(busy);
        return Optional.of(TRY_UNMOUNT_AGAIN);
    }

    private static RunRecord heldBy(RunRecord record, String holder) {
        var bounded = holder.substring(0, Math.min(holder.length(), MOST_MESSAGE));
        return bounded.equals(record.slot().busy()) ? record : record.busy(bounded);
    }

    private static Fields noted(Finish finish, Fields answer) {
        return Optional.ofNullable(finish.ignored())
                .map(ignored -> Answers.noting(answer, ignored))
                .orElse(answer);
    }

    private Optional<Duration> orderSeal(RunRecord record) throws IOException {
        var keeper = state.keeper(record.local().bound().orElseThrow().keeperUid());
        if (keeper.isPresent()) {
            try (var held = state.locks().hold(keeper.get().path())) {
                if (InlineVolumes.published(keeper.get(), SlotRecord.Kind.KEEPER)) {
                    Outbox.order(keeper.get(), RunGatherer.SEAL, SealOrder.of(record));
                }
            }
        }
        return Optional.of(LOOK_FOR_REPORT);
    }

    private static Optional<String> holder(RunRecord record, SlotTarget slot) {
        return new Processes().holding(record.spec().pod().uid(), device(record), slot.volumePath(record.volume()));
    }

    /** The keeper, whose mount is trimmed, goes as soon as the report is known. */
    private Optional<Duration> latchSeal(RunRecord record, SlotTarget slot, Report report) throws IOException {
        if (report.outcome() == Report.Outcome.DONE) {
            Trim.after(record, slot);
        }
        return save(record.sealed(sealed(record, report)));
    }

    private static String device(RunRecord record) {
        return record.local().bound().orElseThrow().device();
    }

    private static Optional<String> copyOf(RunRecord record, SlotTarget slot) {
        return new Processes()
                .seeing(record.spec().pod().uid(), device(record), slot.volumePath(record.volume()))
                .map(holder -> holder + ", which has a private copy of the mount");
    }

    private RunStatus.Sealed sealed(RunRecord record, Report report) {
        var details = report.details();
        var change = ChangePolicy.judge(record, report);
        return new RunStatus.Sealed(
                report.outcome() == Report.Outcome.DONE ? "Done" : "Failed",
                report.message().map(Printable::text).orElse(null),
                details.optional("head")
                        .filter(sha -> sha.matches("[0-9a-f]{40}([0-9a-f]{24})?"))
                        .orElse(null),
                number(details, "used-bytes"),
                number(details, "took-ms"),
                state.clock().instant().toString(),
                change.map(found -> found.word().name()).orElse(null),
                change.map(ChangePolicy.Change::why).orElse(null),
                ChangePolicy.marker(report).orElse(null),
                ScanReport.scan(details).orElse(null),
                ScanReport.why(details).orElse(null),
                ScanReport.findings(details),
                ScanReport.usedPercent(details).orElse(null));
    }

    private static @Nullable Long number(Fields details, String key) {
        return details.optional(key)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::valueOf)
                .orElse(null);
    }

    private Optional<Duration> answerFinish(RunRecord record, SlotTarget slot, Finish finish, Fields result)
            throws IOException {
        tell(slot, finish.requestId(), noted(finish, result));
        return save(record.finishing(finish.answer()));
    }

    private Optional<Duration> forget(RunRecord record) throws IOException {
        state.runs().remove(record.ask().run());
        return Optional.of(AT_ONCE);
    }

    /** Nobody waits for an answer in a slot that is gone. */
    private static void tell(SlotTarget slot, String requestId, Fields result) throws IOException {
        if (InlineVolumes.published(slot, SlotRecord.Kind.SLOT)) {
            Outbox.result(slot, requestId, result);
        }
    }

    private Optional<Duration> save(RunRecord record) throws IOException {
        state.save(record);
        runs.changed(record.ask().run());
        return Optional.of(AT_ONCE);
    }

    private Duration pause(Instant until) {
        var pause = Duration.between(state.clock().instant(), until);
        return pause.isNegative() ? AT_ONCE : pause;
    }

    private static String message(Fields result) {
        return result.values().getOrDefault("message", "");
    }
}
