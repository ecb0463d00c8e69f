package dev.headwater.e2e.demo;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.e2e.world.JobLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What one job of the demo did and how long it took.
 *
 * @param title of its column
 * @param attach from the request to the attached volume
 * @param seal the keeper's own work at the end
 * @param cut from the job's leave of the volume until the snapshot existed
 * @param ready from then until the operator noticed that it can be restored
 * @param from where the content came from, as in {@code branch}
 * @param saved the reason of the verdict, as in {@code JobAsked}
 */
record JobTimes(
        String title,
        Optional<Duration> attach,
        Optional<Duration> checkout,
        Optional<Duration> build,
        JobLog log,
        Optional<Duration> seal,
        Optional<Duration> cut,
        Optional<Duration> ready,
        String from,
        String saved) {

    static JobTimes of(String title, JobLog log, BuildSnapshotRun run) {
        var spec = run.getSpec();
        var status = Objects.requireNonNull(run.getStatus());
        var slot = Optional.ofNullable(status.slot());
        var save = Optional.ofNullable(status.save());
        var requested = instant(Optional.of(spec.request().at()));
        var released = instant(Optional.ofNullable(spec.released()).map(fact -> fact.at()));
        var cutAt = instant(save.map(RunStatus.Save::cutAt));
        return new JobTimes(
                title,
                between(requested, instant(slot.map(RunStatus.Slot::attachedAt))),
                log.took("checkout"),
                log.took("build"),
                log,
                slot.map(RunStatus.Slot::sealed).map(RunStatus.Sealed::tookMs).map(Duration::ofMillis),
                between(released, cutAt),
                between(cutAt, instant(save.map(RunStatus.Save::readyAt))),
                Optional.ofNullable(status.restore())
                        .map(RunStatus.Restore::from)
                        .orElse("-"),
                save.map(RunStatus.Save::reason).orElse("-"));
    }

    private static Optional<Instant> instant(Optional<String> rfc3339) {
        return rfc3339.map(Instant::parse);
    }

    private static Optional<Duration> between(Optional<Instant> start, Optional<Instant> end) {
        return start.flatMap(from -> end.map(to -> Duration.between(from, to)));
    }
}
