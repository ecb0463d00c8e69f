package dev.headwater.e2e.chaos;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.e2e.world.Runs;
import java.time.Instant;
import java.util.Optional;

/**
 * The journal of a job's run, as far as it is judged.
 *
 * @param node of the job
 * @param outcome of the restore, as the job was told: {@code attached}, {@code scratch} or {@code refused}; empty where it was told nothing
 * @param restored the snapshot that it was given; empty for a new volume
 * @param decidedAt when that was decided
 */
record RunFacts(
        String name,
        String node,
        boolean complete,
        Optional<String> outcome,
        Optional<String> restored,
        Optional<Instant> decidedAt,
        Optional<Verdict> verdict) {

    /**
     * What was decided of a save.
     *
     * @param snapshot as the journal names it
     * @param readyAt when the operator noticed that it can be restored
     */
    record Verdict(boolean save, String reason, Optional<String> snapshot, Optional<Instant> readyAt) {}

    static RunFacts of(BuildSnapshotRun run) {
        var status = Optional.ofNullable(run.getStatus());
        var restore = status.map(RunStatus::restore);
        return new RunFacts(
                run.getMetadata().getName(),
                run.getSpec().pod().node(),
                Runs.isTrue(run, ConditionType.Complete),
                status.map(RunStatus::slot).map(RunStatus.Slot::answer).map(RunStatus.Answer::outcome),
                restore.map(RunStatus.Restore::snapshot),
                restore.map(RunStatus.Restore::at).map(Instant::parse),
                status.map(RunStatus::save).map(RunFacts::verdict));
    }

    private static Verdict verdict(RunStatus.Save save) {
        return new Verdict(
                save.decision().equals("Save"),
                save.reason(),
                Optional.ofNullable(save.snapshot()),
                Optional.ofNullable(save.readyAt()).map(Instant::parse));
    }

    boolean isServed() {
        return outcome.equals(Optional.of("attached"));
    }

    /** The snapshot that it saved, according to its journal. */
    Optional<String> saved() {
        return verdict.filter(Verdict::save).flatMap(Verdict::snapshot);
    }
}
