package dev.headwater.node.slot;

import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.control.Fields;
import dev.headwater.control.Report;
import dev.headwater.node.record.Source;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What this node does next for a run (design, section 4): level-triggered, so it does not matter what happened while nobody looked. */
public final class RunPolicy {
    /** A keeper that has not sealed by then is taken for lost. */
    public static final Duration SEAL_TIMEOUT = Duration.ofMinutes(10);

    /** How often the kernel is asked whether it still knows a released file system, and whether a busy one is free. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);

    public static RunStep next(RunFacts facts, Instant now) {
        return switch (facts.record().phase()) {
            case WAITING -> waiting(facts, now);
            case ATTACHED -> attached(facts);
            case SEALING -> finishAnswer(facts, now).orElseGet(() -> sealing(facts, now));
            case UNSTAGING -> finishAnswer(facts, now).orElseGet(() -> unstaging(facts, now));
            case OVER -> finishAnswer(facts, now).orElseGet(() -> over(facts, now));
        };
    }

    private static RunStep waiting(RunFacts facts, Instant now) {
        var step = facts.record().ask().step();
        var late = !now.isBefore(step.givesUpAt());
        if (!facts.bound().isEmpty()) {
            return late ? new RunStep.ClearPath() : alreadyBound(facts);
        }
        if (late) {
            return new RunStep.Refuse(
                    RestoreReason.TimedOut.name(), "Nothing could be attached before this step's timeout was over.");
        }
        var restore = facts.status().map(RunStatus::restore);
        return restore.flatMap(decided -> decided(facts, decided, now)).orElseGet(() -> beforeDeadline(facts, now));
    }

    /** A plugin that died between binding and telling goes on where it was, if what is bound is what it meant to bind. */
    private static RunStep alreadyBound(RunFacts facts) {
        var restore = facts.status().map(RunStatus::restore);
        var meant = facts.record().local().bound();
        if (meant.isEmpty()
                || facts.bound().size() > 1
                || !facts.bound().getFirst().device().equals(meant.get().device())) {
            return new RunStep.ClearPath();
        }
        return restore.<RunStep>map(decided -> new RunStep.Announce(meant.get(), decided))
                .orElseGet(RunStep.ClearPath::new);
    }

    private static Optional<RunStep> decided(RunFacts facts, RunStatus.Restore restore, Instant now) {
        var message = Optional.ofNullable(restore.message());
        return switch (restore.decision()) {
            case "Refuse" ->
                Optional.of(new RunStep.Refuse(restore.reason(), message.orElse("The request was refused.")));
            case "Scratch" ->
                Optional.of(new RunStep.GiveScratch(restore.reason(), message.orElse("No volume is attached.")));
            default -> failed(facts).or(() -> bind(facts, restore, now));
        };
    }

    /** The operator gave the decided volume up: condition Restored is False. */
    private static Optional<RunStep> failed(RunFacts facts) {
        return facts.status().map(RunStatus::conditions).orElse(List.of()).stream()
                .filter(condition -> ConditionType.Restored.name().equals(condition.getType())
                        && "False".equals(condition.getStatus()))
                .findFirst()
                .map(condition -> new RunStep.GiveScratch(condition.getReason(), sentence(condition)));
    }

    private static String sentence(Condition condition) {
        return Optional.ofNullable(condition.getMessage())
                .filter(message -> !message.isBlank())
                .orElse("The volume could not be attached.");
    }

    private static Optional<RunStep> bind(RunFacts facts, RunStatus.Restore restore, Instant now) {
        var keeper = facts.keeper();
        return keeper.reachable() && now.isBefore(facts.record().ask().step().answerBy())
                ? keeper.source()
                        .filter(source -> rejected(facts)
                                .filter(source.keeperUid()::equals)
                                .isEmpty())
                        .map(source -> keeper.fault()
                                .<RunStep>map(fault -> new RunStep.Reject(source.keeperUid(), fault))
                                .orElseGet(() -> new RunStep.Bind(
                                        source, restore.decision().equals("StartEmpty"))))
                : Optional.empty();
    }

    private static Optional<String> rejected(RunFacts facts) {
        return Optional.ofNullable(facts.record().slot().rejected()).map(RunStatus.Rejected::keeperUid);
    }

    private static RunStep beforeDeadline(RunFacts facts, Instant now) {
        var answerBy = facts.record().ask().step().answerBy();
        if (now.isBefore(answerBy)) {
            return new RunStep.Wait(Optional.of(answerBy));
        }
        var rejected = facts.record().slot().rejected();
        if (rejected != null) {
            return new RunStep.GiveScratch(RestoreReason.VolumeFailed.name(), rejected.message());
        }
        return switch (facts.keeper().mount()) {
            case KeeperMount.Unsound(var sentence) ->
                new RunStep.GiveScratch(
                        RestoreReason.VolumeFailed.name(), "The volume was not attached: " + sentence + ".");
            case KeeperMount.Sound(var entry)
            when facts.keeper().reachable() ->
                new RunStep.GiveScratch(
                        RestoreReason.VolumeFailed.name(),
                        "The volume on device " + entry.device() + " could not be mounted into the slot.");
            default -> new RunStep.GiveScratch(RestoreReason.TimedOut.name(), "No volume could be attached in time.");
        };
    }

    private static RunStep attached(RunFacts facts) {
        var record = facts.record();
        if (!facts.bootId().equals(record.slot().bootId())) {
            return new RunStep.Lose("The node restarted while the volume was attached.");
        }
        var keeperGone = facts.keeper().mount() instanceof KeeperMount.Absent;
        if (keeperGone && record.slot().unclean() == null) {
            return new RunStep.MarkUnclean("The keeper lost the volume while the job was still using it.");
        }
        if (facts.bound().isEmpty() && !record.local().detaching()) {
            return new RunStep.Lose("Somebody unmounted the volume while the job was using it.");
        }
        if (record.local().bound().filter(Source::leavesNoEvidence).isPresent()
                && record.slot().unclean() == null) {
            return new RunStep.MarkUnclean("The kernel does not show when a file system of this type is unmounted.");
        }
        return record.local()
                .wish()
                .filter(finish -> !finish.answered() || facts.bound().isEmpty())
                .<RunStep>map(RunStep.Detach::new)
                .orElseGet(() -> new RunStep.Wait(Optional.empty()));
    }

    private static RunStep sealing(RunFacts facts, Instant now) {
        var keeper = facts.keeper();
        if (keeper.sealReport().isPresent()) {
            return new RunStep.LatchSeal(keeper.sealReport().get());
        }
        var lost = Instant.parse(facts.record().slot().detachedAt()).plus(SEAL_TIMEOUT);
        if (!keeper.reachable() || !facts.bootId().equals(facts.record().slot().bootId())) {
            return new RunStep.LatchSeal(failure("The keeper ended before it had sealed the volume."));
        }
        if (!now.isBefore(lost)) {
            return new RunStep.LatchSeal(failure("The keeper did not seal the volume in time."));
        }
        return new RunStep.OrderSeal();
    }

    private static RunStep unstaging(RunFacts facts, Instant now) {
        var rebooted = !facts.bootId().equals(facts.record().slot().bootId());
        if (rebooted && facts.record().slot().unclean() == null) {
            return new RunStep.MarkUnclean("The node restarted before the volume was unmounted.");
        }
        return rebooted || !facts.stillKnown()
                ? new RunStep.ProveUnstaged()
                : new RunStep.Wait(Optional.of(now.plus(LOOK_AGAIN)));
    }

    private static Optional<RunStep> finishAnswer(RunFacts facts, Instant now) {
        return facts.record()
                .local()
                .wish()
                .filter(finish -> !finish.answered())
                .flatMap(finish -> FinishPolicy.answer(facts, finish, now)
                        .map(result -> new RunStep.AnswerFinish(finish, result)));
    }

    private static RunStep over(RunFacts facts, Instant now) {
        if (facts.slotGone()
                && facts.record().local().complete()
                && facts.bound().isEmpty()) {
            return new RunStep.Forget();
        }
        return new RunStep.Wait(facts.record()
                .local()
                .wish()
                .filter(finish -> !finish.answered())
                .map(finish -> FinishPolicy.answerBy(facts, finish))
                .filter(now::isBefore));
    }

    private static Report failure(String sentence) {
        return new Report(Report.Outcome.FAILED, Optional.of(sentence), new Fields.Builder().build());
    }

    private RunPolicy() {}
}
