package dev.headwater.node.walk;

import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.control.Fields;
import dev.headwater.control.Order;
import dev.headwater.control.Report;
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
import dev.headwater.node.slot.Printable;
import dev.headwater.node.slot.RunFacts;
import dev.headwater.node.slot.RunPolicy;
import dev.headwater.node.slot.RunStep;
import dev.headwater.node.slot.SlotTarget;
import dev.headwater.node.slot.VolumeRecordPolicy;
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
            case RunStep.LatchSeal(var report) -> save(record.sealed(sealed(report)));
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
        Unmounter.unmountAll(slot, slot.volumePath(record.volume()));
        var now = state.clock().instant();
        switch (record.phase()) {
            case WAITING -> save(record.abandoned(now));
            case ATTACHED -> save(record.detached(now, RunSpec.Cause.SlotEnded));
            default -> LOG.log(Level.DEBUG, "{0} is over already", record.ask().run());
        }
    }

    private Optional<Duration> bind(RunRecord record, SlotTarget slot, Source source, boolean startEmpty)
            throws IOException {
        var requester = record.spec().requester();
        state.save(record.binding(source));
        VolumeBinder.bind(
                slot,
                record.volume(),
                source,
                startEmpty ? Optional.of(new VolumeBinder.Owner(requester.uid(), requester.gid())) : Optional.empty());
        return Optional.of(AT_ONCE);
    }

    private Optional<Duration> announce(RunRecord record, SlotTarget slot, Source source, RunStatus.Restore restore)
            throws IOException {
        var now = state.clock().instant();
        var result = Answers.attached(record, source, restore, now);
        var answer = new RunStatus.Answer(Answers.ATTACHED, restore.reason(), message(result), now.toString());
        save(record.attached(source, answer, result.values(), state.bootId()));
        tell(slot, record.ask().requestId(), result);
        return Optional.of(AT_ONCE);
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
        var path = slot.volumePath(record.volume());
        var podUid = record.spec().pod().uid();
        var device = record.local().bound().orElseThrow().device();
        try {
            Unmounter.unmountAll(slot, path);
        } catch (BusyException e) {
            var holder = new Processes().holding(podUid, device, path);
            return busy(detaching, slot, finish, holder.orElse("a process that has ended meanwhile"));
        }
        var copy = new Processes().seeing(podUid, device, path);
        if (copy.isPresent()) {
            return busy(detaching, slot, finish, copy.get() + ", which has a private copy of the mount");
        }
        InlineVolumes.removeMountPoint(slot, record.volume());
        return save(detaching.detached(state.clock().instant(), RunSpec.Cause.Step));
    }

    private Optional<Duration> busy(RunRecord record, SlotTarget slot, Finish finish, String holder)
            throws IOException {
        var bounded = holder.substring(0, Math.min(holder.length(), MOST_MESSAGE));
        var busy = bounded.equals(record.slot().busy()) ? record : record.busy(bounded);
        var now = state.clock().instant();
        if (!finish.answered() && !now.isBefore(finish.step().answerBy())) {
            tell(
                    slot,
                    finish.requestId(),
                    Answers.failed(
                            "Busy",
                            "The volume is still used by " + holder
                                    + ". End that process, or leave the directory, and try again."));
            busy = busy.finishing(finish.answer());
        }
        save(busy);
        return Optional.of(TRY_UNMOUNT_AGAIN);
    }

    private Optional<Duration> orderSeal(RunRecord record) throws IOException {
        var keeper = state.keeper(record.local().bound().orElseThrow().keeperUid());
        if (keeper.isPresent()) {
            try (var held = state.locks().hold(keeper.get().path())) {
                if (InlineVolumes.published(keeper.get(), SlotRecord.Kind.KEEPER)) {
                    Outbox.order(keeper.get(), RunGatherer.SEAL, seal(record));
                }
            }
        }
        return Optional.of(LOOK_FOR_REPORT);
    }

    /** What the volume will say of its origin. */
    private static Order seal(RunRecord record) {
        var job = record.spec().job();
        var fields = new Fields.Builder()
                .with("run", record.ask().namespace() + "/" + record.ask().run());
        VolumeRecordPolicy.identity(record.spec()).forEach(fields::with);
        return new Order.Seal(
                RunPolicy.SEAL_TIMEOUT,
                fields.with("ref", job.ref())
                        .with("sha", job.sha())
                        .with("run-id", job.runId().toString())
                        .with("run-attempt", job.runAttempt().toString())
                        .build());
    }

    private RunStatus.Sealed sealed(Report report) {
        var details = report.details();
        return new RunStatus.Sealed(
                report.outcome() == Report.Outcome.DONE ? "Done" : "Failed",
                report.message().map(Printable::text).orElse(null),
                details.optional("head")
                        .filter(sha -> sha.matches("[0-9a-f]{40}([0-9a-f]{24})?"))
                        .orElse(null),
                number(details, "used-bytes"),
                number(details, "took-ms"),
                state.clock().instant().toString());
    }

    private static @Nullable Long number(Fields details, String key) {
        return details.optional(key)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::valueOf)
                .orElse(null);
    }

    private Optional<Duration> answerFinish(RunRecord record, SlotTarget slot, Finish finish, Fields result)
            throws IOException {
        tell(slot, finish.requestId(), result);
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
