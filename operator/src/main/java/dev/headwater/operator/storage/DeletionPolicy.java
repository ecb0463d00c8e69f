package dev.headwater.operator.storage;

import static dev.headwater.operator.storage.ProbePart.CLONE;
import static dev.headwater.operator.storage.ProbePart.SNAPSHOT;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.storage.ProbeJournal.Milestone;
import dev.headwater.operator.storage.ProbeStep.Conclude;
import dev.headwater.operator.storage.ProbeStep.GiveUp;
import dev.headwater.operator.storage.ProbeStep.Remove;
import dev.headwater.operator.storage.ProbeStep.Wait;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What follows from a deletion that takes its time, and how everything of a probe goes in the end. */
final class DeletionPolicy {
    private static final Duration POKE_INTERVAL = Duration.ofSeconds(3);
    private static final String OWNED = "Delete";

    /** Goes through once the suspected holder is gone: then that held it. Before: it was only slow. After: something else is wrong. */
    static ProbeStep suspecting(ProbeFacts facts, Duration patience, Instant now) {
        var held = facts.journal()
                .next()
                .filter(next -> next == Milestone.RELEASED)
                .isPresent();
        var holder = held ? CLONE : SNAPSHOT;
        if (facts.lives(holder)) {
            return new Remove(holder);
        }
        if (held ? isHeld(facts) : facts.volume() == ProbeFacts.Volume.EXISTS) {
            var deadline = facts.journal().suspectedAt().orElseThrow().plus(patience);
            return now.isBefore(deadline)
                    ? hurry(facts, patience, now)
                    : new GiveUp(
                            held
                                    ? "The storage does not delete the snapshot."
                                    : "The storage does not delete the volume.");
        }
        if (facts.has(holder)) {
            return new GiveUp("The storage is slow to delete.");
        }
        return Conclude.dependent(
                held
                        ? "A snapshot could not be deleted as long as a volume restored from it existed."
                        : "A volume could not be deleted as long as a snapshot of it existed.");
    }

    static Optional<ProbeStep> suspicion(ProbeFacts facts, Duration patience, Instant now) {
        return now.isBefore(facts.journal().since().plus(patience))
                ? Optional.empty()
                : Optional.of(new ProbeStep.Suspect());
    }

    static boolean isHeld(ProbeFacts facts) {
        return facts.has(SNAPSHOT) || facts.content().isPresent();
    }

    /** The sidecar repeats a refused deletion only when it likes, unless its content changes. */
    static ProbeStep hurry(ProbeFacts facts, Duration patience, Instant now) {
        var later = now.plus(patience);
        return facts.content()
                .filter(VaultObject::isDeleting)
                .map(content -> poke(content, later, now))
                .orElseGet(() -> new Wait(later));
    }

    static ProbeStep poke(VolumeSnapshotContent content, Instant deadline, Instant now) {
        var next = VaultObject.annotation(content, Api.ANNOTATION_POLLED_AT)
                .map(Instant::parse)
                .map(last -> last.plus(POKE_INTERVAL))
                .orElse(now);
        return next.isAfter(now) ? new Wait(next.isBefore(deadline) ? next : deadline) : new ProbeStep.Poke(content);
    }

    /** One object after the other, each as soon as it may; empty when nothing is left. */
    static Optional<ProbeStep> clear(ProbeFacts facts, Instant now) {
        for (var part : ProbePart.values()) {
            if (facts.lives(part)) {
                var foreign = facts.own().filter(content -> part == SNAPSHOT && !isOwned(content));
                return Optional.of(foreign.<ProbeStep>map(ProbeStep.Own::new).orElseGet(() -> new Remove(part)));
            }
        }
        return facts.objects().isEmpty() ? Optional.empty() : Optional.of(hurry(facts, ProbePolicy.MAKING, now));
    }

    static boolean isOwned(VolumeSnapshotContent content) {
        return OWNED.equals(content.getSpec().getDeletionPolicy());
    }

    private DeletionPolicy() {}
}
