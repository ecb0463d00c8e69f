package dev.headwater.operator.model;

import dev.headwater.api.v1alpha1.RefusalReason;
import dev.headwater.api.v1alpha1.StreamSpec;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the owner of a stream says of its snapshots.
 *
 * @param notBefore nothing that was cut earlier is restored
 * @param excluded names of snapshots that are not restored, nor what was built on them
 */
public record StreamRules(boolean suspended, Optional<Instant> notBefore, Set<String> excluded) {

    /** Of a stream that says nothing. */
    public static final StreamRules NONE = new StreamRules(false, Optional.empty(), Set.of());

    public static StreamRules of(StreamSpec spec) {
        return new StreamRules(
                Objects.requireNonNullElse(spec.suspend(), false),
                Optional.ofNullable(spec.notBefore()).map(Instant::parse),
                Set.copyOf(Objects.requireNonNullElse(spec.exclude(), List.of())));
    }

    /** Why a snapshot of this stream is not restored, as far as its stream says; empty if it may be. */
    public Optional<RefusalReason> refusal(Snapshot snapshot) {
        if (suspended) {
            return Optional.of(RefusalReason.Suspended);
        }
        if (excluded.contains(snapshot.name())) {
            return Optional.of(RefusalReason.Excluded);
        }
        if (snapshot.lineage().filter(lineage -> lineage.descendsFrom(excluded)).isPresent()) {
            return Optional.of(RefusalReason.DescendsFromExcluded);
        }
        return notBefore.filter(limit -> isCutBefore(snapshot, limit)).map(_ -> RefusalReason.TooOld);
    }

    /** What would hold if the stream were not suspended. */
    public StreamRules resumed() {
        return new StreamRules(false, notBefore, excluded);
    }

    private static boolean isCutBefore(Snapshot snapshot, Instant limit) {
        return snapshot.cutAt().filter(cut -> !cut.isBefore(limit)).isEmpty();
    }
}
