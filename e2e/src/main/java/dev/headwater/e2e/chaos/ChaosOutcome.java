package dev.headwater.e2e.chaos;

import dev.headwater.e2e.figures.Figure;
import dev.headwater.e2e.figures.Goal;
import java.time.Duration;
import java.util.List;

/**
 * What came of it.
 *
 * @param findings a sentence for each thing that is wrong
 * @param took from the first job to the last look
 */
public record ChaosOutcome(int jobs, int kills, int saved, List<String> findings, Duration took) {

    static ChaosOutcome of(Aftermath aftermath, Duration took) {
        return new ChaosOutcome(
                aftermath.jobs().size(),
                aftermath.kills(),
                aftermath.snapshots().size(),
                ChaosJudge.findings(aftermath),
                took);
    }

    List<Figure> figures() {
        return List.of(
                Figure.of("chaos.jobs", "jobs", jobs, Goal.reported()),
                Figure.of("chaos.kills", "kills", kills, Goal.reported()),
                Figure.of("chaos.saved", "snapshots", saved, Goal.reported()),
                Figure.of("chaos.findings", "findings", findings.size(), Goal.atMost(0)),
                Figure.of("chaos.seconds", "s", took.toSeconds(), Goal.reported()));
    }
}
