package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When the operator stops waiting, counted from what the journal says. None begins before the run object exists: one that was deleted by
 * mistake and made again gets its time again, and a node whose clock is behind cannot make everything late.
 */
final class Deadlines {
    /** Sealing sweeps and flushes a whole file system. */
    private static final Duration SEAL = Duration.ofMinutes(30);

    /** The keeper's end, unmount, unstage and the node's evidence. */
    private static final Duration UNSTAGE = Duration.ofMinutes(15);

    /** For the evidence and the proof that a snapshot rests on. */
    private static final Duration PROOF = Duration.ofHours(1);

    /** On its way are node plugin, operator and issuer; on a loaded node it took six seconds, and whose token is late loses what it proves. */
    private static final Duration TOKEN = Duration.ofSeconds(10);

    /** For GitHub's word on a job that wants to be saved; sealing takes longer. */
    private static final Duration WORD = Duration.ofSeconds(30);

    private static final Duration NODE_INTERVAL = Duration.ofSeconds(15);

    /** Of a step's own time, kept for its answer: the node plugin gives scratch by itself five seconds, or a fifth, before the end. */
    private static final Duration LARGEST_MARGIN = Duration.ofSeconds(7);

    private static final int MARGIN_DIVISOR = 4;

    /** The policy's time or the step's own, whichever is over first. */
    static Instant restore(BuildSnapshotRun run, Duration timeout) {
        var step = Duration.ofSeconds(run.getSpec().request().timeout());
        var share = step.dividedBy(MARGIN_DIVISOR);
        var own = step.minus(share.compareTo(LARGEST_MARGIN) < 0 ? share : LARGEST_MARGIN);
        return latest(run, run.getSpec().request().at()).plus(own.compareTo(timeout) < 0 ? own : timeout);
    }

    /** For the token of a job that brought one, and for GitHub's word on one that did not: a moment, and never much of the step's own time. */
    static Instant token(BuildSnapshotRun run) {
        var share = Duration.ofSeconds(run.getSpec().request().timeout()).dividedBy(MARGIN_DIVISOR);
        return latest(run, run.getSpec().request().at()).plus(share.compareTo(TOKEN) < 0 ? share : TOKEN);
    }

    /** For GitHub's word at the end of a job. */
    static Instant word(BuildSnapshotRun run) {
        return latest(run, releasedAt(run)).plus(WORD);
    }

    static Instant seal(BuildSnapshotRun run) {
        return latest(run, releasedAt(run)).plus(SEAL);
    }

    static Instant unstage(BuildSnapshotRun run) {
        var sealedAt = Optional.ofNullable(run.getStatus())
                .map(RunStatus::slot)
                .map(RunStatus.Slot::sealed)
                .map(RunStatus.Sealed::at)
                .orElse("");
        return latest(run, releasedAt(run), sealedAt).plus(UNSTAGE);
    }

    /** Counted from when nothing but the proof of the classes is missing; so long a save is worth waiting for. */
    static Instant proof(BuildSnapshotRun run) {
        var unstagedAt = Optional.ofNullable(run.getStatus())
                .map(RunStatus::slot)
                .map(RunStatus.Slot::unstagedAt)
                .orElse("");
        return latest(run, releasedAt(run), unstagedAt).plus(PROOF);
    }

    static Instant snapshot(BuildSnapshotRun run, RunStatus.Save save) {
        return latest(run, save.at()).plus(PROOF);
    }

    /**
     * When to look again: whether the node is lost, nobody announces. As long as the keeper is there it is not; the cluster removes it from a
     * node that is gone or out of service.
     */
    static Instant orNodeLost(Instant deadline, RunFacts facts, Instant now) {
        return nodeLost(facts, now).filter(deadline::isAfter).orElse(deadline);
    }

    /** When to look whether the node is lost; never, as long as somebody would announce it. */
    static Optional<Instant> nodeLost(RunFacts facts, Instant now) {
        return facts.isHeld() ? Optional.empty() : Optional.of(now.plus(NODE_INTERVAL));
    }

    private static String releasedAt(BuildSnapshotRun run) {
        return Optional.ofNullable(run.getSpec().released())
                .map(RunSpec.Released::at)
                .orElse("");
    }

    private static Instant latest(BuildSnapshotRun run, String... times) {
        var created = Instant.parse(Objects.requireNonNull(run.getMetadata().getCreationTimestamp()));
        return Stream.concat(
                        Stream.of(created),
                        Stream.of(times).filter(time -> !time.isEmpty()).map(Instant::parse))
                .max(Comparator.naturalOrder())
                .orElse(created);
    }

    private Deadlines() {}
}
