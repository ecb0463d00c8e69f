package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.restore.RestoreDecision;
import dev.headwater.operator.restore.RestoreDecision.FromSnapshot;
import dev.headwater.operator.restore.RestoreDecision.Refuse;
import dev.headwater.operator.restore.RestoreDecision.Scratch;
import dev.headwater.operator.restore.RestoreDecision.StartEmpty;
import dev.headwater.operator.restore.RestoreFacts;
import dev.headwater.operator.restore.RestorePolicy;
import dev.headwater.operator.restore.StreamMatch;
import dev.headwater.operator.volume.ClaimRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The first entry of the journal: what the run gets. */
final class Deciding {

    static RunStep next(RunFacts facts, Instant now) {
        return adopt(facts)
                .orElseGet(() -> facts.restore()
                        .<RunStep>map(restore -> decide(facts, restore, now))
                        .orElseGet(() -> new RunStep.Wait(Optional.empty())));
    }

    /** The decision for which the run's claim was made: it was acted on, so it holds, whatever the journal lost. */
    static Optional<RunStep> adopt(RunFacts facts) {
        return facts.claim()
                .flatMap(ClaimRecord::of)
                .map(record -> new RunStep.Decide(Optional.of(record.stream()), record.restore()));
    }

    private static RunStep decide(RunFacts facts, RestoreFacts restore, Instant now) {
        return switch (restore.match()) {
            case StreamMatch.Serves(var stream, var settings) ->
                step(
                        Optional.of(stream.getMetadata().getName()),
                        RestorePolicy.decide(restore),
                        Deadlines.restore(facts.run(), settings.restoreTimeout()),
                        now);
            default -> step(Optional.empty(), RestorePolicy.decide(restore), now, now);
        };
    }

    private static RunStep step(Optional<String> stream, RestoreDecision decision, Instant deadline, Instant now) {
        return new RunStep.Decide(
                stream,
                switch (decision) {
                    case FromSnapshot _, StartEmpty _ ->
                        now.isBefore(deadline)
                                ? entry(decision, Optional.of(deadline.truncatedTo(ChronoUnit.MILLIS)), now)
                                : entry(tooLate(), Optional.empty(), now);
                    case Scratch _, Refuse _ -> entry(decision, Optional.empty(), now);
                });
    }

    private static Scratch tooLate() {
        return new Scratch(
                RestoreReason.TimedOut,
                "The operator saw the request only after its time was over; the job runs cold. Look at the operator's log and readiness.");
    }

    private static RunStatus.Restore entry(RestoreDecision decision, Optional<Instant> deadline, Instant now) {
        var snapshot = decision instanceof FromSnapshot(var _, var _, var chosen)
                ? Optional.of(chosen)
                : Optional.<Snapshot>empty();
        var lineage = snapshot.flatMap(Snapshot::lineage);
        return new RunStatus.Restore(
                decision.name(),
                decision.from(),
                decision.reason().name(),
                decision.sentence(),
                snapshot.map(Snapshot::name).orElse(null),
                lineage.map(Lineage::sha).orElse(null),
                lineage.map(Lineage::ref).orElse(null),
                now.truncatedTo(ChronoUnit.MILLIS).toString(),
                deadline.map(Instant::toString).orElse(null));
    }

    private Deciding() {}
}
