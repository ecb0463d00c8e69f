package dev.headwater.operator.save;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.save.SaveDecision.Awaited;
import dev.headwater.operator.save.SaveDecision.NotYet;
import dev.headwater.operator.save.SaveDecision.Save;
import dev.headwater.operator.save.SaveDecision.Skip;
import dev.headwater.operator.save.SaveFacts.Classes;
import dev.headwater.operator.save.SaveFacts.Seal;
import dev.headwater.operator.save.SaveFacts.Unstage;
import dev.headwater.operator.save.SaveFacts.Use;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The chain of checks. The first that has something to say decides; a volume that passes all of them is saved. Cheap and certain reasons
 * come first, so that a run that is not to be saved waits for nothing.
 */
public final class SavePolicy {

    /** A check: a decision, or nothing to object. */
    private record Check(String name, Function<SaveFacts, Optional<SaveDecision>> objection) {}

    private static final List<Check> CHECKS = List.of(
            new Check("captured", SavePolicy::captured),
            new Check("attached", SavePolicy::attached),
            new Check("asked", SavePolicy::asked),
            new Check("lane", SavePolicy::lane),
            new Check("sealed", SavePolicy::sealed),
            new Check("clean", SavePolicy::clean),
            new Check("classes", SavePolicy::classes),
            new Check("order", SavePolicy::order));

    public static SaveDecision decide(SaveFacts facts) {
        return CHECKS.stream()
                .flatMap(check -> check.objection().apply(facts).stream())
                .findFirst()
                .orElseGet(() -> asAsked(facts));
    }

    /** Names of the checks, in their order. */
    static List<String> order() {
        return CHECKS.stream().map(Check::name).toList();
    }

    private static SaveDecision asAsked(SaveFacts facts) {
        var why = facts.wish().map(RunSpec.Save::reason).filter(reason -> !reason.isBlank());
        return new Save(
                SaveReason.JobAsked,
                why.map(reason -> "The job asked for it: %s.".formatted(reason)).orElse("The job asked for it."));
    }

    private static Optional<SaveDecision> captured(SaveFacts facts) {
        return facts.use() == Use.CAPTURED ? Optional.of(asAsked(facts)) : Optional.empty();
    }

    private static Optional<SaveDecision> attached(SaveFacts facts) {
        return facts.use() == Use.NEVER_ATTACHED
                ? skip(SaveReason.ScratchOnly, "No volume of the stream was attached, so there is nothing to save.")
                : Optional.empty();
    }

    private static Optional<SaveDecision> asked(SaveFacts facts) {
        if (facts.wish().isEmpty()) {
            return skip(SaveReason.NotAsked, "The job ended, or its pod went, before a step asked for a save.");
        }
        return facts.wish().get().wish() == RunSpec.Wish.Skip
                ? skip(
                        SaveReason.JobAskedToSkip,
                        "The job asked not to save: %s."
                                .formatted(facts.wish().get().reason()))
                : Optional.empty();
    }

    private static Optional<SaveDecision> lane(SaveFacts facts) {
        return facts.lane().isEmpty()
                ? skip(
                        SaveReason.NoLane,
                        "The run's ref is neither a branch nor a pull request; only those have snapshots.")
                : Optional.empty();
    }

    private static Optional<SaveDecision> sealed(SaveFacts facts) {
        return switch (facts.seal()) {
            case Seal.Reported(var report) ->
                report.outcome().equals("Done")
                        ? Optional.empty()
                        : skip(
                                SaveReason.SealFailed,
                                "The keeper could not seal the volume: %s"
                                        .formatted(
                                                Objects.requireNonNullElse(report.message(), "it did not say why.")));
            case Seal.Overdue _ ->
                skip(SaveReason.SealFailed, "The keeper did not report in time that the volume is sealed.");
            case Seal.Awaited _ -> Optional.of(new NotYet(Awaited.SEAL));
        };
    }

    private static Optional<SaveDecision> clean(SaveFacts facts) {
        return switch (facts.unstage()) {
            case Unstage.Clean _ -> Optional.empty();
            case Unstage.Unclean(var sentence) -> skip(SaveReason.VolumeUnclean, sentence);
            case Unstage.Overdue _ ->
                skip(
                        SaveReason.VolumeUnclean,
                        "The node did not prove in time that the file system is unmounted; a snapshot of it could be torn.");
            case Unstage.Awaited _ -> Optional.of(new NotYet(Awaited.UNSTAGE));
        };
    }

    private static Optional<SaveDecision> classes(SaveFacts facts) {
        return switch (facts.classes()) {
            case Classes.Accepted _ -> Optional.empty();
            case Classes.Refused(var sentence) -> skip(SaveReason.NotAccepted, sentence);
            case Classes.Overdue(var sentence) -> skip(SaveReason.NotAccepted, sentence);
            case Classes.Awaited _ -> Optional.of(new NotYet(Awaited.PROOF));
        };
    }

    private static Optional<SaveDecision> order(SaveFacts facts) {
        return facts.laneHead()
                .filter(head -> head.isAfter(facts.order()))
                .flatMap(head -> skip(
                        SaveReason.Superseded,
                        "The lane %s already has a snapshot of the later workflow run %d, attempt %d."
                                .formatted(facts.lane().map(Lane::text).orElseThrow(), head.runId(), head.attempt())));
    }

    private static Optional<SaveDecision> skip(SaveReason reason, String sentence) {
        return Optional.of(new Skip(reason, sentence));
    }

    private SavePolicy() {}
}
