package dev.headwater.operator.save;

import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.operator.save.SaveDecision.Awaited;
import dev.headwater.operator.save.SaveDecision.NotYet;
import dev.headwater.operator.save.SaveFacts.Classes;
import dev.headwater.operator.save.SaveFacts.Seal;
import dev.headwater.operator.save.SaveFacts.Unstage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether the volume is worth keeping and can be kept: what keeper and node report. What a report says counts also where the seal failed
 * after it; what it does not say is never a reason to skip.
 */
final class VolumeChecks {
    static final List<Check> ALL = List.of(
            new Check("unclean", VolumeChecks::unclean),
            new Check("marker", VolumeChecks::marker),
            new Check("change", VolumeChecks::change),
            new Check("secrets", VolumeChecks::secrets),
            new Check("scan", VolumeChecks::scan),
            new Check("sealed", VolumeChecks::sealed),
            new Check("size", VolumeChecks::size),
            new Check("clean", VolumeChecks::clean),
            new Check("classes", VolumeChecks::classes));

    private static Optional<SaveDecision> unclean(SaveFacts facts) {
        return facts.unstage() instanceof Unstage.Unclean(var sentence)
                ? Check.skip(SaveReason.VolumeUnclean, sentence)
                : Check.pass();
    }

    private static Optional<SaveDecision> marker(SaveFacts facts) {
        return facts.report()
                .filter(report -> "Missing".equals(report.marker()))
                .flatMap(_ -> Check.skip(
                        SaveReason.MarkerMissing,
                        "The marker file that the job named is not on the volume, or says save=false."));
    }

    private static Optional<SaveDecision> change(SaveFacts facts) {
        return facts.report()
                .filter(report -> "No".equals(report.changed()) && !facts.isExplicit())
                .flatMap(report -> Check.skip(
                        SaveReason.Unchanged,
                        "Nothing relevant changed: %s."
                                .formatted(Objects.requireNonNullElse(
                                        report.changedWhy(), "the keeper found no difference to what was restored"))));
    }

    private static Optional<SaveDecision> secrets(SaveFacts facts) {
        return facts.report()
                .map(RunStatus.Sealed::findings)
                .filter(findings -> !findings.isEmpty())
                .flatMap(findings -> Check.skip(SaveReason.SecretsFound, told(findings)));
    }

    private static String told(List<RunStatus.Finding> findings) {
        var first = findings.getFirst();
        var more = findings.size() > 1 ? ", and %d more".formatted(findings.size() - 1) : "";
        return "There is a secret on the volume: %s (%s)%s. Remove it in the job, or let the policy's hygiene scrub or allow it."
                .formatted(first.path(), first.rule(), more);
    }

    private static Optional<SaveDecision> scan(SaveFacts facts) {
        return facts.report()
                .filter(report -> "Incomplete".equals(report.scan()))
                .flatMap(report -> Check.skip(
                        SaveReason.SecretScanIncomplete,
                        "The volume could not be searched for secrets to the end: %s"
                                .formatted(
                                        Objects.requireNonNullElse(report.scanWhy(), "the keeper did not say why."))));
    }

    private static Optional<SaveDecision> sealed(SaveFacts facts) {
        return switch (facts.seal()) {
            case Seal.Reported(var report) ->
                report.outcome().equals("Done")
                        ? Check.pass()
                        : Check.skip(
                                SaveReason.SealFailed,
                                "The keeper could not seal the volume: %s"
                                        .formatted(
                                                Objects.requireNonNullElse(report.message(), "it did not say why.")));
            case Seal.Overdue _ ->
                Check.skip(SaveReason.SealFailed, "The keeper did not report in time that the volume is sealed.");
            case Seal.Awaited _ -> Optional.of(new NotYet(Awaited.SEAL));
        };
    }

    private static Optional<SaveDecision> size(SaveFacts facts) {
        var most = facts.grounds().rules().maxUsedPercent();
        return facts.report()
                .map(RunStatus.Sealed::usedPercent)
                .filter(used -> used > most)
                .flatMap(used -> Check.skip(
                        SaveReason.OverSize,
                        "The file system is full to %d %%, and the policy saves up to %d %%; sweep it, or raise volume.size."
                                .formatted(used, most)));
    }

    private static Optional<SaveDecision> clean(SaveFacts facts) {
        return switch (facts.unstage()) {
            case Unstage.Clean _, Unstage.Unclean _, Unstage.Lost _ -> Check.pass();
            case Unstage.Overdue _ ->
                Check.skip(
                        SaveReason.VolumeUnclean,
                        "The node did not prove in time that the file system is unmounted; a snapshot of it could be torn.");
            case Unstage.Awaited _ -> Optional.of(new NotYet(Awaited.UNSTAGE));
        };
    }

    private static Optional<SaveDecision> classes(SaveFacts facts) {
        return switch (facts.classes()) {
            case Classes.Accepted _ -> Check.pass();
            case Classes.Refused(var sentence) -> Check.skip(SaveReason.NotAccepted, sentence);
            case Classes.Overdue(var sentence) -> Check.skip(SaveReason.NotAccepted, sentence);
            case Classes.Awaited _ -> Optional.of(new NotYet(Awaited.PROOF));
        };
    }

    private VolumeChecks() {}
}
