package dev.headwater.operator.explain;

import dev.headwater.api.v1alpha1.RefusalReason;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.restore.Place;
import dev.headwater.operator.restore.Refused;
import dev.headwater.operator.restore.RestoreDecision;
import dev.headwater.operator.restore.RestoreFacts;
import java.util.List;
import java.util.Optional;

/**
 * Where a snapshot stands in a choice.
 *
 * @param verdict {@code Chosen}, a {@link RefusalReason}, or one of {@code OtherVersion}, {@code OtherPlatform}, {@code OtherLane} for
 *     what is in no place that was looked at, and {@code NotReached} for what comes after the chosen one
 * @param lane empty where nothing proves it
 * @param run {@code id/attempt} of its workflow run
 */
public record Standing(
        String snapshot,
        String verdict,
        String key,
        String lane,
        String version,
        String platform,
        String sha,
        String run) {

    /** Of a snapshot that was, or was not, looked at. */
    static Standing of(Snapshot snapshot, RestoreFacts facts, RestoreDecision decision, List<Place> places) {
        var verdict = chosen(snapshot, decision)
                .or(() -> refused(snapshot, decision))
                .orElseGet(() -> snapshot.lineage()
                        .map(lineage -> elsewhere(lineage, facts, places))
                        .orElse(RefusalReason.LineageUnproven.name()));
        return snapshot.lineage()
                .map(lineage -> new Standing(
                        snapshot.name(),
                        verdict,
                        lineage.key(),
                        lineage.lane(),
                        lineage.version(),
                        lineage.platform(),
                        lineage.sha(),
                        lineage.runId() + "/" + lineage.runAttempt()))
                .orElseGet(() -> new Standing(snapshot.name(), verdict, "", "", "", "", "", ""));
    }

    private static Optional<String> chosen(Snapshot snapshot, RestoreDecision decision) {
        return decision instanceof RestoreDecision.FromSnapshot from
                        && from.snapshot().equals(snapshot)
                ? Optional.of("Chosen")
                : Optional.empty();
    }

    private static Optional<String> refused(Snapshot snapshot, RestoreDecision decision) {
        return decision.refused().stream()
                .filter(refused -> refused.snapshot().equals(snapshot))
                .map(Refused::reason)
                .map(RefusalReason::name)
                .findFirst();
    }

    private static String elsewhere(Lineage lineage, RestoreFacts facts, List<Place> places) {
        var request = facts.spec().request();
        if (!lineage.version().equals(request.version())) {
            return "OtherVersion";
        }
        if (!lineage.platform().equals(request.os() + "/" + request.arch())) {
            return "OtherPlatform";
        }
        return places.stream().map(place -> place.lane().text()).anyMatch(lineage.lane()::equals)
                ? "NotReached"
                : "OtherLane";
    }
}
