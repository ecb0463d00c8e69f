package dev.headwater.operator.storage;

import static dev.headwater.operator.storage.ProbePart.CLONE;
import static dev.headwater.operator.storage.ProbePart.READER;
import static dev.headwater.operator.storage.ProbePart.REREADER;
import static dev.headwater.operator.storage.ProbePart.SNAPSHOT;
import static dev.headwater.operator.storage.ProbePart.SOURCE;
import static dev.headwater.operator.storage.ProbePart.WRITER;

import dev.headwater.operator.kube.SnapshotPairing;
import dev.headwater.operator.storage.ProbeJournal.Milestone;
import dev.headwater.operator.storage.ProbeJournal.Outcome;
import dev.headwater.operator.storage.ProbeStep.Conclude;
import dev.headwater.operator.storage.ProbeStep.GiveUp;
import dev.headwater.operator.storage.ProbeStep.Make;
import dev.headwater.operator.storage.ProbeStep.Reach;
import dev.headwater.operator.storage.ProbeStep.Remove;
import dev.headwater.operator.storage.ProbeStep.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Leads a probe from the first write to the verdict. Only what was seen counts: a deletion that takes too long is no refusal until it
 * comes through once the suspected holder is gone, and whatever is not as this attempt left it makes it begin again.
 */
final class ProbePolicy {
    /** For a claim and a pod to come: a node may have to be started, and an image to be pulled. */
    static final Duration MAKING = Duration.ofMinutes(10);

    /** For a snapshot to become ready, as for those of runs. */
    static final Duration CUTTING = Duration.ofHours(1);

    static ProbeStep next(ProbeFacts facts, Duration patience, Instant now) {
        var journal = facts.journal();
        if (journal.verdict().isPresent()) {
            return DeletionPolicy.clear(facts, now).orElseGet(ProbeStep.Done::new);
        }
        if (journal.begunAt().isEmpty()) {
            return DeletionPolicy.clear(facts, now)
                    .orElseGet(() -> journal.retryAt()
                            .filter(now::isBefore)
                            .<ProbeStep>map(Wait::new)
                            .orElseGet(ProbeStep.Begin::new));
        }
        return journal.suspectedAt().isPresent()
                ? DeletionPolicy.suspecting(facts, patience, now)
                : journal.next()
                        .map(next -> towards(next, facts, patience, now))
                        .orElseGet(() -> rereading(facts, patience, now));
    }

    private static ProbeStep towards(Milestone milestone, ProbeFacts facts, Duration patience, Instant now) {
        return switch (milestone) {
            case WRITTEN -> writing(facts, now);
            case CUT -> cutting(facts, now);
            case FORGOTTEN -> forgetting(facts, patience, now);
            case RESTORED -> restoring(facts, patience, now);
            case RELEASED -> releasing(facts, patience, now);
        };
    }

    private static ProbeStep writing(ProbeFacts facts, Instant now) {
        if (Stream.of(SNAPSHOT, CLONE, READER, REREADER).anyMatch(facts::has)) {
            return GiveUp.disturbed();
        }
        if (!facts.has(SOURCE)) {
            return new Make(SOURCE);
        }
        if (!facts.lives(SOURCE)) {
            return GiveUp.disturbed();
        }
        var volume = facts.claim(SOURCE).map(claim -> claim.getSpec().getVolumeName());
        return switch (ProbePod.of(facts, WRITER)) {
            case ABSENT -> new Make(WRITER);
            case SUCCEEDED ->
                volume.isPresent() ? new Reach(Milestone.WRITTEN, volume, Optional.empty()) : GiveUp.disturbed();
            case MISREAD, FAILED ->
                new GiveUp("The pod that writes to a new volume failed: " + ProbePod.lastWords(facts, WRITER));
            case PENDING -> waiting(facts, WRITER, SOURCE, now);
        };
    }

    private static ProbeStep cutting(ProbeFacts facts, Instant now) {
        if (Stream.of(CLONE, READER, REREADER).anyMatch(facts::has)) {
            return GiveUp.disturbed();
        }
        if (!facts.has(SNAPSHOT)) {
            return cut(facts, now);
        }
        var own = facts.own();
        if (!facts.lives(SNAPSHOT)) {
            return GiveUp.disturbed();
        }
        if (own.filter(content -> !DeletionPolicy.isOwned(content)).isPresent()) {
            return new ProbeStep.Own(own.get());
        }
        var snapshot = facts.snapshot().orElseThrow();
        if (own.isPresent() && SnapshotPairing.isReady(snapshot)) {
            return new Reach(
                    Milestone.CUT,
                    Optional.empty(),
                    own.map(content -> content.getMetadata().getName()));
        }
        var deadline = facts.journal().since().plus(CUTTING);
        if (!now.isBefore(deadline)) {
            return new GiveUp("The snapshot did not become ready: " + SnapshotPairing.error(snapshot));
        }
        return own.filter(_ -> SnapshotPairing.cutAt(snapshot).isPresent())
                .map(content -> DeletionPolicy.poke(content, deadline, now))
                .orElseGet(() -> new Wait(deadline));
    }

    /** Of a volume that nobody has mounted. */
    private static ProbeStep cut(ProbeFacts facts, Instant now) {
        if (!facts.lives(SOURCE)) {
            return GiveUp.disturbed();
        }
        if (facts.lives(WRITER)) {
            return new Remove(WRITER);
        }
        return facts.has(WRITER) ? waitedFor("The pod that wrote does not go.", facts, now) : new Make(SNAPSHOT);
    }

    private static ProbeStep forgetting(ProbeFacts facts, Duration patience, Instant now) {
        if (!facts.lives(SNAPSHOT) || Stream.of(CLONE, READER, REREADER).anyMatch(facts::has)) {
            return GiveUp.disturbed();
        }
        if (facts.lives(SOURCE)) {
            return new Remove(SOURCE);
        }
        if (facts.has(SOURCE)) {
            return waitedFor("The claim of the volume that was written to does not go.", facts, now);
        }
        return facts.volume() == ProbeFacts.Volume.GONE
                ? new Reach(Milestone.FORGOTTEN, Optional.empty(), Optional.empty())
                : DeletionPolicy.suspicion(facts, patience, now)
                        .orElseGet(() -> new Wait(facts.journal().since().plus(patience)));
    }

    private static ProbeStep restoring(ProbeFacts facts, Duration patience, Instant now) {
        if (!facts.lives(SNAPSHOT) || facts.has(SOURCE) || facts.has(REREADER)) {
            return GiveUp.disturbed();
        }
        if (!facts.has(CLONE)) {
            return new Make(CLONE);
        }
        if (!facts.lives(CLONE)) {
            return GiveUp.disturbed();
        }
        return switch (ProbePod.of(facts, READER)) {
            case ABSENT -> new Make(READER);
            case SUCCEEDED -> new Reach(Milestone.RESTORED, Optional.empty(), Optional.empty());
            case MISREAD ->
                Conclude.dependent(
                        "A volume restored from a snapshot whose own volume had been deleted did not hold what was written.");
            case FAILED ->
                new GiveUp("The pod that reads a restored volume failed: " + ProbePod.lastWords(facts, READER));
            case PENDING ->
                broken(facts, READER, patience, now)
                        .map(said -> Conclude.dependent(
                                "No volume could be restored from a snapshot whose own volume had been deleted. "
                                        + said))
                        .orElseGet(() -> waiting(facts, READER, CLONE, now));
        };
    }

    private static ProbeStep releasing(ProbeFacts facts, Duration patience, Instant now) {
        if (!facts.lives(CLONE) || facts.has(SOURCE) || facts.has(REREADER)) {
            return GiveUp.disturbed();
        }
        if (facts.lives(READER)) {
            return new Remove(READER);
        }
        if (facts.lives(SNAPSHOT)) {
            return new Remove(SNAPSHOT);
        }
        if (DeletionPolicy.isHeld(facts)) {
            return DeletionPolicy.suspicion(facts, patience, now)
                    .orElseGet(() -> DeletionPolicy.hurry(facts, patience, now));
        }
        return facts.has(READER)
                ? waitedFor("The pod that read does not go.", facts, now)
                : new Reach(Milestone.RELEASED, Optional.empty(), Optional.empty());
    }

    private static ProbeStep rereading(ProbeFacts facts, Duration patience, Instant now) {
        if (!facts.lives(CLONE) || Stream.of(SNAPSHOT, SOURCE, READER).anyMatch(facts::has)) {
            return GiveUp.disturbed();
        }
        return switch (ProbePod.of(facts, REREADER)) {
            case ABSENT -> new Make(REREADER);
            case SUCCEEDED ->
                new Conclude(
                        Outcome.Independent,
                        "A snapshot outlived its volume, and a volume restored from it outlived the snapshot.");
            case MISREAD -> Conclude.dependent("A restored volume lost its content when its snapshot was deleted.");
            case FAILED ->
                new GiveUp("The pod that reads a volume whose snapshot is gone failed: "
                        + ProbePod.lastWords(facts, REREADER));
            case PENDING ->
                broken(facts, REREADER, patience, now)
                        .map(said ->
                                Conclude.dependent("A restored volume broke when its snapshot was deleted. " + said))
                        .orElseGet(() -> waiting(facts, REREADER, CLONE, now));
        };
    }

    /** What speaks against the restored volume, and has for some time: what an eventually consistent storage says first may pass. */
    private static Optional<String> broken(ProbeFacts facts, ProbePart pod, Duration patience, Instant now) {
        return now.isBefore(facts.journal().since().plus(patience))
                ? Optional.empty()
                : ProbePod.broken(facts, pod, CLONE);
    }

    private static ProbeStep waiting(ProbeFacts facts, ProbePart pod, ProbePart claim, Instant now) {
        return waitedFor(
                ProbePod.trouble(facts, pod, claim)
                        .orElseGet(() -> "The pod that should write or read did not end within %d minutes."
                                .formatted(MAKING.toMinutes())),
                facts,
                now);
    }

    private static ProbeStep waitedFor(String sentence, ProbeFacts facts, Instant now) {
        var deadline = facts.journal().since().plus(MAKING);
        return now.isBefore(deadline) ? new Wait(deadline) : new GiveUp(sentence);
    }

    private ProbePolicy() {}
}
