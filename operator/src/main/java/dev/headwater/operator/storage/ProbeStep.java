package dev.headwater.operator.storage;

import dev.headwater.operator.storage.ProbeJournal.Milestone;
import dev.headwater.operator.storage.ProbeJournal.Outcome;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.time.Instant;
import java.util.Optional;

/** The next thing to do about a probe: at most one write. */
sealed interface ProbeStep {

    /** Write down that an attempt begins. */
    record Begin() implements ProbeStep {}

    record Make(ProbePart part) implements ProbeStep {}

    record Remove(ProbePart part) implements ProbeStep {}

    /** Have the snapshot's data deleted with its VolumeSnapshot: the probe's own, and nobody else's. */
    record Own(VolumeSnapshotContent content) implements ProbeStep {}

    /** Make the sidecar ask the storage now: left alone it does so at doubling intervals, up to half an hour. */
    record Poke(VolumeSnapshotContent content) implements ProbeStep {}

    /**
     * Write down what was seen.
     *
     * @param volume the PersistentVolume that was written to, with the first milestone
     * @param content that of the snapshot, with the second
     */
    record Reach(Milestone milestone, Optional<String> volume, Optional<String> content) implements ProbeStep {}

    /** A deletion takes too long: write down that what might be in its way is removed now. */
    record Suspect() implements ProbeStep {}

    /** Write down why this attempt came to nothing; all its objects go, and another one follows. */
    record GiveUp(String sentence) implements ProbeStep {
        static ProbeStep disturbed() {
            return new GiveUp("Somebody else deleted or made an object of the probe.");
        }
    }

    /** Write down what was found out; all objects go. */
    record Conclude(Outcome outcome, String sentence) implements ProbeStep {
        static ProbeStep dependent(String seen) {
            return new Conclude(Outcome.Dependent, seen);
        }
    }

    /** Nothing until then; the world is looked at more often while an attempt is under way. */
    record Wait(Instant until) implements ProbeStep {}

    /** The verdict is kept, and nothing else is left. */
    record Done() implements ProbeStep {}
}
