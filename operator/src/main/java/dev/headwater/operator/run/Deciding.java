package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.job.JobEnding;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.PolicySettings;
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

    /** A run that has its volume needs no decision any more, not even one that was lost. */
    static RunStep next(RunFacts facts, JobEnding.Using using, Instant now) {
        return adopt(facts)
                .or(() -> using.attached() ? Optional.of(new RunStep.Wait(Optional.empty())) : clearAway(facts))
                .orElseGet(() -> facts.restore()
                        .<RunStep>map(restore -> decide(facts, restore, now))
                        .orElseGet(() -> new RunStep.Wait(Optional.empty())));
    }

    /** The decision for which the run's claim was made: it was acted on, so it holds, whatever the journal lost. */
    static Optional<RunStep> adopt(RunFacts facts) {
        return facts.claim()
                .filter(claim -> !facts.isLeftOver(claim))
                .flatMap(ClaimRecord::of)
                .map(record -> new RunStep.Decide(Optional.of(record.stream()), record.restore(), record.attempts()));
    }

    /** What a failed attempt left goes first: the next one needs its names. */
    private static Optional<RunStep> clearAway(RunFacts facts) {
        var keeper = facts.keeper().filter(facts::isLeftOver);
        var claim = facts.claim().filter(facts::isLeftOver);
        if (keeper.filter(left -> !VaultObject.isDeleting(left)).isPresent()) {
            return Optional.of(new RunStep.DeleteKeeper());
        }
        if (claim.filter(left -> !VaultObject.isDeleting(left)).isPresent()) {
            return Optional.of(new RunStep.DeleteClaim());
        }
        return keeper.isPresent() || claim.isPresent()
                ? Optional.of(new RunStep.Wait(Optional.empty()))
                : Optional.empty();
    }

    private static RunStep decide(RunFacts facts, RestoreFacts restore, Instant now) {
        var decision = RestorePolicy.decide(restore);
        return switch (restore.match()) {
            case StreamMatch.Serves(var stream, var settings) ->
                step(
                        facts,
                        Optional.of(stream.getMetadata().getName()),
                        limited(decision, settings.limits(), facts.company()),
                        Deadlines.restore(facts.run(), settings.restoreTimeout()),
                        now);
            default -> step(facts, Optional.empty(), decision, now, now);
        };
    }

    private static RestoreDecision limited(
            RestoreDecision decision, PolicySettings.Limits limits, LimitPolicy.Company company) {
        return switch (decision) {
            case FromSnapshot _, StartEmpty _ ->
                LimitPolicy.objection(limits, company).orElse(decision);
            case Scratch _, Refuse _ -> decision;
        };
    }

    private static RunStep step(
            RunFacts facts, Optional<String> stream, RestoreDecision decision, Instant deadline, Instant now) {
        return new RunStep.Decide(
                stream,
                switch (decision) {
                    case FromSnapshot _, StartEmpty _ ->
                        now.isBefore(deadline)
                                ? entry(decision, Optional.of(deadline.truncatedTo(ChronoUnit.MILLIS)), now)
                                : entry(tooLate(), Optional.empty(), now);
                    case Scratch _, Refuse _ -> entry(decision, Optional.empty(), now);
                },
                facts.attempts());
    }

    private static Scratch tooLate() {
        return new Scratch(
                RestoreReason.TimedOut,
                "The time of the request was over before a volume could be tried; the job runs cold. Look at the run's attempts and the operator's log.");
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
