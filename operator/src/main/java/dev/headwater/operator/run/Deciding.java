package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.github.Hearing;
import dev.headwater.operator.job.JobEnding;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.Proven;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first entry of the journal: what the run gets. */
final class Deciding {
    /** As many as the journal has room for; the explanation names all. */
    private static final int MOST_REFUSED = 16;

    /** A run that has its volume needs no decision any more, not even one that was lost. */
    static RunStep next(RunFacts facts, JobEnding.Using using, Instant now) {
        return adopt(facts)
                .or(() -> using.attached() ? Optional.of(new RunStep.Wait(Optional.empty())) : clearAway(facts))
                .or(() -> awaitToken(facts, now))
                .or(() -> facts.hearing().map(hearing -> heard(hearing, TokenUse.RESTORE)))
                .orElseGet(() -> facts.restore()
                        .<RunStep>map(restore -> decide(facts, restore, now))
                        .orElseGet(() -> new RunStep.Wait(Optional.empty())));
    }

    /** Whether a limit would keep the run from a volume beside its company. */
    static boolean isLimited(RunFacts facts) {
        return facts.restore()
                .map(RestoreFacts::match)
                .filter(match -> match instanceof StreamMatch.Serves serves
                        && LimitPolicy.objection(serves.settings().limits(), facts.company())
                                .isPresent())
                .isPresent();
    }

    /** The decision for which the run's claim was made: it was acted on, so it holds, whatever the journal lost. */
    static Optional<RunStep> adopt(RunFacts facts) {
        return facts.claim()
                .filter(claim -> !facts.isLeftOver(claim))
                .flatMap(ClaimRecord::of)
                .map(record -> new RunStep.Decide(
                        Optional.of(record.stream()).filter(name -> !name.isEmpty()),
                        record.restore(),
                        record.attempts()));
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

    private static Optional<RunStep> awaitToken(RunFacts facts, Instant now) {
        return tokenUntil(facts.run(), now).map(until -> new RunStep.Wait(Optional.of(until)));
    }

    /** Until when a token is waited for that was announced and has not come; empty where none is. */
    static Optional<Instant> tokenUntil(BuildSnapshotRun run, Instant now) {
        return VaultObject.annotation(run, Api.ANNOTATION_TOKEN)
                .filter(_ -> Proven.ofToken(run.getStatus(), TokenUse.RESTORE).isEmpty())
                .map(_ -> Deadlines.token(run))
                .filter(now::isBefore);
    }

    /** What follows from what came of asking GitHub. */
    static RunStep heard(Hearing hearing, TokenUse use) {
        return switch (hearing) {
            case Hearing.Over(var proof) -> new RunStep.RecordProof(use, proof);
            case Hearing.NotYet(var lookAgainAt) -> new RunStep.Wait(Optional.of(lookAgainAt));
        };
    }

    private static RunStep decide(RunFacts facts, RestoreFacts restore, Instant now) {
        var decision = RestorePolicy.decide(restore);
        return switch (restore.match()) {
            case StreamMatch.Serves serves ->
                step(
                        facts,
                        restore,
                        serves.stream(),
                        limited(decision, serves.settings().limits(), facts.company()),
                        new Offer(
                                Deadlines.restore(facts.run(), serves.settings().restoreTimeout()),
                                serves.settings().saveWait()),
                        now);
            default ->
                step(
                        facts,
                        restore,
                        Optional.empty(),
                        decision,
                        new Offer(now, PolicySettings.DEFAULT.saveWait()),
                        now);
        };
    }

    /**
     * What goes with a volume.
     *
     * @param deadline until when it is attached or given up
     */
    private record Offer(Instant deadline, RunStatus.Waiting saveWait) {}

    private static RestoreDecision limited(
            RestoreDecision decision, PolicySettings.Limits limits, LimitPolicy.Company company) {
        return switch (decision) {
            case FromSnapshot _, StartEmpty _ ->
                LimitPolicy.objection(limits, company).orElse(decision);
            case Scratch _, Refuse _ -> decision;
        };
    }

    private static RunStep step(
            RunFacts facts,
            RestoreFacts restore,
            Optional<String> stream,
            RestoreDecision decision,
            Offer offer,
            Instant now) {
        var trust = restore.candidates().trust();
        return new RunStep.Decide(
                stream,
                switch (decision) {
                    case FromSnapshot _, StartEmpty _ ->
                        now.isBefore(offer.deadline())
                                ? entry(decision, trust, Optional.of(offer), now)
                                : entry(tooLate(), trust, Optional.empty(), now);
                    case Scratch _, Refuse _ -> entry(decision, trust, Optional.empty(), now);
                },
                facts.attempts());
    }

    private static Scratch tooLate() {
        return new Scratch(
                RestoreReason.TimedOut,
                "The time of the request was over before a volume could be tried; the job runs cold. Look at the run's attempts and the operator's log.");
    }

    private static RunStatus.Restore entry(
            RestoreDecision decision, TrustLevel trust, Optional<Offer> offer, Instant now) {
        var snapshot =
                decision instanceof FromSnapshot from ? Optional.of(from.snapshot()) : Optional.<Snapshot>empty();
        var lineage = snapshot.flatMap(Snapshot::lineage);
        return new RunStatus.Restore(
                decision.name(),
                decision.from(),
                decision.reason().name(),
                decision.sentence(),
                snapshot.map(Snapshot::name).orElse(null),
                lineage.map(Lineage::sha).orElse(null),
                lineage.map(Lineage::ref).orElse(null),
                lineage.map(Lineage::lane).orElse(null),
                snapshot.flatMap(Snapshot::cutAt).map(Instant::toString).orElse(null),
                lineage.map(Lineage::trust).map(trust::atMost).orElse(trust),
                trust,
                lineage.map(Deciding::ancestors)
                        .filter(names -> !names.isEmpty())
                        .orElse(null),
                refused(decision),
                now.truncatedTo(ChronoUnit.MILLIS).toString(),
                offer.map(Offer::deadline)
                        .map(deadline -> deadline.truncatedTo(ChronoUnit.MILLIS).toString())
                        .orElse(null),
                offer.map(Offer::saveWait).orElse(null));
    }

    /** Of what is restored, without itself. */
    private static List<String> ancestors(Lineage restored) {
        return Stream.concat(Stream.ofNullable(restored.parent()), restored.ancestors().stream())
                .limit(Lineage.MOST_ANCESTORS)
                .toList();
    }

    private static @Nullable List<RunStatus.Refused> refused(RestoreDecision decision) {
        return decision.refused().isEmpty()
                ? null
                : decision.refused().stream()
                        .limit(MOST_REFUSED)
                        .map(refused -> new RunStatus.Refused(
                                refused.snapshot().name(), refused.reason().name()))
                        .toList();
    }

    private Deciding() {}
}
