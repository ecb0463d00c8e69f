package dev.headwater.e2e.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What must hold of restores: the newest that the job may have, and an empty volume only where there is none. */
final class RestoreRules {
    /** A choice so soon after a snapshot became ready need not know of it: watches are behind, more so on a busy machine. */
    private static final Duration HEARD = Duration.ofSeconds(5);

    private RestoreRules() {}

    static Stream<String> findings(Aftermath aftermath) {
        return aftermath.jobs().stream()
                .filter(JobFacts::isServed)
                .flatMap(job -> job.run().stream()
                        .flatMap(run -> run.decidedAt().stream()
                                .flatMap(at -> choice(aftermath, job.plan(), run.restored(), at).stream())));
    }

    private static Optional<String> choice(
            Aftermath aftermath, PlannedJob plan, Optional<String> restored, Instant decidedAt) {
        var source = restored.flatMap(aftermath::saver).map(JobFacts::plan);
        if (restored.isPresent()
                && source.filter(from -> mayRestore(plan, from)).isEmpty()) {
            return Optional.of("%s was given snapshot %s of %s, which is not for it."
                    .formatted(
                            plan,
                            restored.get(),
                            source.map(PlannedJob::toString).orElse("nobody")));
        }
        return aftermath.jobs().stream()
                .filter(other -> mayRestore(plan, other.plan()) && wasKnown(other, decidedAt))
                .map(JobFacts::plan)
                .filter(other ->
                        source.filter(from -> !isBetter(plan, other, from)).isEmpty())
                .findFirst()
                .map(better -> "%s was given %s, although the snapshot of %s was ready before."
                        .formatted(plan, source.map("what %s left"::formatted).orElse("an empty volume"), better));
    }

    private static boolean wasKnown(JobFacts job, Instant decidedAt) {
        return job.saved().isPresent()
                && job.run()
                        .flatMap(RunFacts::verdict)
                        .flatMap(RunFacts.Verdict::readyAt)
                        .filter(ready -> ready.plus(HEARD).isBefore(decidedAt))
                        .isPresent();
    }

    private static boolean mayRestore(PlannedJob job, PlannedJob from) {
        return job.leg().key().equals(from.leg().key())
                && job.leg().sources().contains(from.leg().lane());
    }

    /** Whether a job would rather have what {@code one} left than what {@code other} left: first the lane, then the run order. */
    private static boolean isBetter(PlannedJob job, PlannedJob one, PlannedJob other) {
        var sources = job.leg().sources();
        return Comparator.<PlannedJob>comparingInt(
                                from -> -sources.indexOf(from.leg().lane()))
                        .thenComparingInt(PlannedJob::order)
                        .compare(one, other)
                > 0;
    }
}
