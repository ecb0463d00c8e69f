package dev.headwater.e2e.demo;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.e2e.world.WorkflowLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What one job of the demo did and how long it took.
 *
 * @param event why the workflow ran
 * @param leg of its matrix
 * @param attach from the request to the attached volume
 * @param seal the keeper's own work at the end
 * @param cut from the job's leave of the volume until the snapshot existed
 * @param ready from then until the operator noticed that it can be restored
 * @param from where the content came from, as in {@code branch}
 * @param level how well the job was known, as in {@code Latched}
 * @param saved the reason of the verdict, as in {@code JobAsked}
 */
record JobTimes(
        String event,
        String leg,
        Optional<Duration> attach,
        Optional<Duration> checkout,
        Optional<Duration> build,
        WorkflowLog log,
        Optional<Duration> seal,
        Optional<Duration> cut,
        Optional<Duration> ready,
        String from,
        String level,
        String saved) {
    private static final String CHECKOUT = "headwater-dev/headwater/actions/checkout";
    private static final String BUILD = "cargo build";

    static JobTimes of(String event, String leg, WorkflowLog log, BuildSnapshotRun run) {
        var spec = run.getSpec();
        var status = Objects.requireNonNull(run.getStatus());
        var slot = Optional.ofNullable(status.slot());
        var restore = Optional.ofNullable(status.restore());
        var save = Optional.ofNullable(status.save());
        var requested = instant(Optional.of(spec.request().at()));
        var released = instant(Optional.ofNullable(spec.released()).map(fact -> fact.at()));
        var cutAt = instant(save.map(RunStatus.Save::cutAt));
        return new JobTimes(
                event,
                leg,
                between(requested, instant(slot.map(RunStatus.Slot::attachedAt))),
                log.took(CHECKOUT),
                log.took(BUILD),
                log,
                slot.map(RunStatus.Slot::sealed).map(RunStatus.Sealed::tookMs).map(Duration::ofMillis),
                between(released, cutAt),
                between(cutAt, instant(save.map(RunStatus.Save::readyAt))),
                restore.map(RunStatus.Restore::from).orElse("-"),
                restore.map(RunStatus.Restore::level).map(Enum::name).orElse("-"),
                save.map(RunStatus.Save::reason).orElse("-"));
    }

    private static Optional<Instant> instant(Optional<String> rfc3339) {
        return rfc3339.map(Instant::parse);
    }

    private static Optional<Duration> between(Optional<Instant> start, Optional<Instant> end) {
        return start.flatMap(from -> end.map(to -> Duration.between(from, to)));
    }
}
