package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.operator.job.JobEnding;
import dev.headwater.operator.status.Conditions;
import java.time.Instant;
import java.util.Optional;

/** The walk: which step follows from what is known. */
public final class RunPolicy {

    public static RunStep next(RunFacts facts, Instant now) {
        if (isOver(facts.run())) {
            return new RunStep.Wait(Optional.empty());
        }
        return switch (facts.ending()) {
            case JobEnding.Using using ->
                facts.decided()
                        .map(decided -> Serving.next(facts, decided, using, now))
                        .orElseGet(() -> Deciding.next(facts, using, now));
            case JobEnding.Released released ->
                adopted(facts).orElseGet(() -> Finishing.next(facts, released.wasAttached(), now));
            case JobEnding.Lost lost -> adopted(facts).orElseGet(() -> Finishing.next(facts, lost.wasAttached(), now));
        };
    }

    /** Whether the walk of this run is at its end: nothing about it has to be read any more. */
    public static boolean isOver(BuildSnapshotRun run) {
        return Optional.ofNullable(run.getStatus())
                .filter(status -> Conditions.isTrue(status.conditions(), ConditionType.Complete))
                .isPresent();
    }

    /** A run whose job is over decides nothing any more, but one that was made again takes back what was decided for it. */
    private static Optional<RunStep> adopted(RunFacts facts) {
        return facts.decided().isPresent() ? Optional.empty() : Deciding.adopt(facts);
    }

    private RunPolicy() {}
}
