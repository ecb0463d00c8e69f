package dev.headwater.operator.save;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.model.SaveRules;
import dev.headwater.operator.save.SaveDecision.Save;
import dev.headwater.operator.save.SaveFacts.Use;
import dev.headwater.operator.trust.Attestation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The chain of checks. The first that has something to say decides; a volume that passes all of them is saved. Cheap and certain reasons
 * come first, so that a run that is not to be saved waits for nothing: what the run itself says, then what the stream's policy makes of it,
 * and only then what keeper and node still have to find out.
 */
public final class SavePolicy {
    private static final List<Check> WISH = List.of(
            new Check("captured", SavePolicy::captured),
            new Check("served", SavePolicy::served),
            new Check("wish", SavePolicy::wish),
            new Check("lost", SavePolicy::lost),
            new Check("asked", SavePolicy::asked));

    private static final List<Check> CHECKS = Stream.of(WISH, WriterChecks.ALL, VolumeChecks.ALL)
            .flatMap(List::stream)
            .toList();

    public static SaveDecision decide(SaveFacts facts) {
        return CHECKS.stream()
                .flatMap(check -> check.objection().apply(facts).stream())
                .findFirst()
                .orElseGet(() -> asAsked(facts));
    }

    /** Whether the writer could be saved, by these rules and as far as anybody knows now, once it is known as well as one can be. */
    public static boolean mayWrite(RunSpec.Job job, SaveRules rules) {
        var proven = new Attestation(TrustLevel.Proven, Optional.empty());
        var facts = new SaveFacts(
                Use.ATTACHED,
                Optional.empty(),
                job,
                new SaveFacts.Seal.Awaited(),
                new SaveFacts.Unstage.Awaited(),
                new SaveFacts.Classes.Accepted(),
                new Grounds(new Grounds.Stream.Open(), rules, proven, Optional.empty()));
        return WriterChecks.ALL.stream()
                .allMatch(check -> check.objection().apply(facts).isEmpty());
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
        return facts.use() == Use.CAPTURED ? Optional.of(asAsked(facts)) : Check.pass();
    }

    private static Optional<SaveDecision> served(SaveFacts facts) {
        return switch (facts.use()) {
            case NOT_SERVED ->
                Check.skip(
                        SaveReason.ScratchOnly,
                        "No volume of the stream was attached, so there is nothing to save; status.restore says why.");
            case FAILED ->
                Check.skip(
                        SaveReason.RestoreFailed,
                        "The volume did not come, or could not be restored; what was built without it is not kept. status.restore and status.attempts say why.");
            case ATTACHED, CAPTURED -> Check.pass();
        };
    }

    private static Optional<SaveDecision> asked(SaveFacts facts) {
        return facts.wish().isEmpty()
                ? Check.skip(SaveReason.NotAsked, "The job ended, or its pod went, before a step asked for a save.")
                : Check.pass();
    }

    private static Optional<SaveDecision> wish(SaveFacts facts) {
        return facts.wish()
                .filter(said -> said.wish() == RunSpec.Wish.Skip)
                .flatMap(said -> Check.skip(
                        SaveReason.JobAskedToSkip, "The job asked not to save: %s.".formatted(said.reason())));
    }

    /** Before a wish is missed that the job may have had no time for. */
    private static Optional<SaveDecision> lost(SaveFacts facts) {
        return facts.unstage() instanceof SaveFacts.Unstage.Lost(var sentence)
                ? Check.skip(SaveReason.VolumeUnclean, sentence)
                : Check.pass();
    }

    private SavePolicy() {}
}
