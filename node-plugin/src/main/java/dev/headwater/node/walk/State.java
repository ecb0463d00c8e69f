package dev.headwater.node.walk;

import dev.headwater.node.record.RecordStore;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.slot.Answers;
import dev.headwater.node.slot.SlotTarget;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What everybody in this room shares.
 *
 * @param slots by {@link #slotName}
 * @param runs by the run's name
 * @param bootId of the running kernel
 */
record State(
        RecordStore<SlotRecord> slots, RecordStore<RunRecord> runs, TargetLocks locks, Clock clock, String bootId) {

    static String slotName(SlotTarget target) {
        return target.podUid() + "." + target.volume();
    }

    Optional<SlotRecord> slot(SlotTarget target) {
        return slots.get(slotName(target));
    }

    /** The published control volume of the keeper with this uid. */
    Optional<SlotTarget> keeper(String uid) {
        return slots.all().stream()
                .filter(slot ->
                        slot.kind() == SlotRecord.Kind.KEEPER && slot.podUid().equals(uid))
                .findFirst()
                .flatMap(slot -> SlotTarget.parse(slot.target()));
    }

    List<RunRecord> runsOf(SlotTarget target) {
        return runs.all().stream()
                .filter(run -> run.ask().target().equals(target.path()))
                .toList();
    }

    /** The run whose volume the job has at this path. */
    Optional<RunRecord> attached(SlotTarget target, String path) {
        return runsOf(target).stream()
                .filter(run -> run.phase() == RunRecord.Phase.ATTACHED
                        && run.spec().request().path().equals(path))
                .findFirst();
    }

    /** Whether the job has, or had, scratch at this path. */
    boolean onScratch(SlotTarget target, String path) {
        return runsOf(target).stream()
                .anyMatch(run -> run.spec().request().path().equals(path)
                        && run.answer()
                                .filter(answer -> answer.outcome().equals(Answers.SCRATCH))
                                .isPresent());
    }

    void save(RunRecord record) throws IOException {
        runs.put(record.ask().run(), record);
    }
}
