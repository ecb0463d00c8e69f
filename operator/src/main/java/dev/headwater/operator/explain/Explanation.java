package dev.headwater.operator.explain;

import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.restore.Place;
import dev.headwater.operator.restore.RestoreDecision.FromSnapshot;
import dev.headwater.operator.restore.RestoreFacts;
import dev.headwater.operator.restore.RestorePolicy;
import java.util.Comparator;
import java.util.List;

/**
 * An answer, with everything that it rests on.
 *
 * @param restoredFrom as the step's output of this name says it
 * @param snapshot name of the chosen one; empty if there is none
 * @param places where was looked, in this order
 * @param snapshots all of the streams that were looked at, the chosen and the refused first
 */
public record Explanation(
        String decision,
        String reason,
        String restoredFrom,
        String snapshot,
        String sentence,
        String trust,
        List<String> places,
        List<Standing> snapshots) {
    private static final List<String> ELSEWHERE = List.of("NotReached", "OtherLane", "OtherVersion", "OtherPlatform");

    /** What the restore policy says of these facts; whether the pod has a slot for it is not asked. */
    public static Explanation of(RestoreFacts facts) {
        var decision = RestorePolicy.serve(facts);
        var places = RestorePolicy.places(facts);
        return new Explanation(
                decision.name(),
                decision.reason().name(),
                decision.from(),
                decision instanceof FromSnapshot from ? from.snapshot().name() : "",
                decision.sentence(),
                facts.candidates().trust().name(),
                places.stream().map(Place::words).toList(),
                facts.candidates().sources().stream()
                        .flatMap(source -> source.snapshots().stream())
                        .sorted(Snapshot.NEWEST_FIRST)
                        .map(snapshot -> Standing.of(snapshot, facts, decision, places))
                        .sorted(Comparator.comparingInt(standing -> ELSEWHERE.indexOf(standing.verdict())))
                        .toList());
    }

    /** For a person. */
    public String text() {
        var text = new StringBuilder();
        text.append("%s: %s (restored-from: %s)%n%s%n".formatted(decision, reason, restoredFrom, sentence.strip()));
        text.append("%nThe job is trusted as: %s%n".formatted(trust));
        if (!places.isEmpty()) {
            text.append("%nLooked at, in this order:%n".formatted());
            for (var i = 0; i < places.size(); i++) {
                text.append("  %d. %s%n".formatted(i + 1, places.get(i)));
            }
        }
        if (!snapshots.isEmpty()) {
            text.append("%n%-28s %-26s %-26s %-16s %s%n".formatted("SNAPSHOT", "VERDICT", "LANE", "RUN", "KEY"));
            snapshots.forEach(line -> text.append("%-28s %-26s %-26s %-16s %s%n"
                    .formatted(line.snapshot(), line.verdict(), line.lane(), line.run(), line.key())));
        }
        return text.toString();
    }
}
