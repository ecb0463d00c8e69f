package dev.headwater.e2e.chaos;

import dev.headwater.api.v1alpha1.SaveReason;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What must hold of each job and its run: nothing is lost silently, and every verdict is one that the job gave reason for. */
final class JobRules {
    /** Verdicts on a volume whose node was lost, beside the one that the job earned. */
    private static final Set<SaveReason> EXCUSED = Set.of(
            SaveReason.VolumeUnclean,
            SaveReason.SealFailed,
            SaveReason.NotAsked,
            SaveReason.ScratchOnly,
            SaveReason.RestoreFailed);

    private JobRules() {}

    static Stream<String> findings(Aftermath aftermath) {
        return aftermath.jobs().stream()
                .flatMap(job -> Stream.concat(
                        aftermath.isLost(job) ? Stream.empty() : undisturbed(job),
                        job.run().stream().flatMap(run -> ofRun(aftermath, job, run))));
    }

    /** What a job may expect whose node is still there. */
    private static Stream<String> undisturbed(JobFacts job) {
        if (job.run().isEmpty()) {
            return Stream.of("%s has no run.".formatted(job.plan()));
        }
        if (job.report().filter(report -> report.isWhole(job.plan().ending())).isEmpty()) {
            return Stream.of("%s did not come to its end; it told %s.".formatted(job.plan(), job.report()));
        }
        var failed = job.report()
                .flatMap(JobReport::failedStep)
                .map(step -> "a step of %s failed: %s.".formatted(job.plan(), step));
        var unserved = Stream.of(job)
                .filter(seen -> !seen.isServed())
                .map(seen -> "%s got no volume: %s."
                        .formatted(seen.plan(), seen.run().orElseThrow().outcome()));
        return Stream.concat(failed.stream(), unserved);
    }

    private static Stream<String> ofRun(Aftermath aftermath, JobFacts job, RunFacts run) {
        if (!run.complete()) {
            return Stream.of("run %s of %s is not complete.".formatted(run.name(), job.plan()));
        }
        if (run.verdict().isEmpty()) {
            return run.isServed()
                    ? Stream.of("run %s of %s has no verdict.".formatted(run.name(), job.plan()))
                    : Stream.empty();
        }
        return Stream.concat(verdict(aftermath, job, run.verdict().get()), told(job, run));
    }

    private static Stream<String> verdict(Aftermath aftermath, JobFacts job, RunFacts.Verdict verdict) {
        return isEarned(aftermath, job, SaveReason.valueOf(verdict.reason()))
                ? Stream.empty()
                : Stream.of("%s, whose ending was %s, has the verdict %s, for which there is no reason."
                        .formatted(job.plan(), job.plan().ending(), verdict.reason()));
    }

    private static boolean isEarned(Aftermath aftermath, JobFacts job, SaveReason reason) {
        if (aftermath.isLost(job) && EXCUSED.contains(reason)) {
            return true;
        }
        return switch (job.plan().ending()) {
            case SAVE ->
                reason == SaveReason.JobAsked
                        || (reason == SaveReason.Superseded && hasLaterSave(aftermath, job.plan()));
            case SKIP -> reason == SaveReason.JobAskedToSkip;
            case SILENT -> reason == SaveReason.NotAsked;
        };
    }

    private static boolean hasLaterSave(Aftermath aftermath, PlannedJob plan) {
        return aftermath.jobs().stream()
                .filter(other -> other.plan().leg().equals(plan.leg()))
                .filter(other -> other.plan().order() > plan.order())
                .anyMatch(other -> other.saved().isPresent());
    }

    /** A written result is final. */
    private static Stream<String> told(JobFacts job, RunFacts run) {
        return job.report().flatMap(JobReport::toldSnapshot).stream()
                .filter(name -> !run.saved().equals(Optional.of(name)))
                .map(name ->
                        "%s was told of snapshot %s, and its run saved %s.".formatted(job.plan(), name, run.saved()));
    }
}
