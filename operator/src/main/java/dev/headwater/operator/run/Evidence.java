package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.StreamReason;
import dev.headwater.operator.save.Grounds;
import dev.headwater.operator.save.SaveFacts;
import dev.headwater.operator.save.SaveFacts.Classes;
import dev.headwater.operator.save.SaveFacts.Seal;
import dev.headwater.operator.save.SaveFacts.Unstage;
import dev.headwater.operator.save.SaveFacts.Use;
import dev.headwater.operator.storage.Standing;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a verdict rests on, out of what is known of the run. */
final class Evidence {
    /** What a job is told that was to have a volume and got none. */
    private static final Set<String> FAILURES = Stream.of(
                    RestoreReason.CandidatesBroken,
                    RestoreReason.PlaceUnavailable,
                    RestoreReason.TimedOut,
                    RestoreReason.VolumeFailed)
            .map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());

    static SaveFacts of(RunFacts facts, boolean attached, Instant now) {
        var spec = facts.run().getSpec();
        return new SaveFacts(
                use(facts, attached),
                Optional.ofNullable(spec.save()),
                spec.job(),
                seal(facts, now),
                unstage(facts, now),
                classes(facts, now),
                facts.grounds().orElse(Grounds.CLOSED));
    }

    /** A volume that was attached after its attempt was given up is nobody's decision: what it was made of is not known any more. */
    private static Use use(RunFacts facts, boolean attached) {
        if (facts.snapshot().isPresent()) {
            return Use.CAPTURED;
        }
        if (facts.decided().map(RunStatus.Restore::deadline).isPresent()) {
            return attached ? Use.ATTACHED : Use.FAILED;
        }
        return attached || hasFailed(facts) ? Use.FAILED : Use.NOT_SERVED;
    }

    private static boolean hasFailed(RunFacts facts) {
        return !facts.attempts().isEmpty()
                || Stream.concat(
                                facts.decided().map(RunStatus.Restore::reason).stream(),
                                facts.slot().map(RunStatus.Slot::answer).map(RunStatus.Answer::reason).stream())
                        .anyMatch(FAILURES::contains);
    }

    private static Seal seal(RunFacts facts, Instant now) {
        return facts.slot()
                .map(RunStatus.Slot::sealed)
                .<Seal>map(Seal.Reported::new)
                .orElseGet(() -> now.isBefore(Deadlines.seal(facts.run())) ? new Seal.Awaited() : new Seal.Overdue());
    }

    private static Unstage unstage(RunFacts facts, Instant now) {
        var unclean = facts.slot().map(RunStatus.Slot::unclean);
        if (unclean.isPresent()) {
            return new Unstage.Unclean(unclean.get());
        }
        if (facts.slot().map(RunStatus.Slot::unstagedAt).isPresent()) {
            return new Unstage.Clean();
        }
        if (facts.isNodeLost()) {
            return new Unstage.Lost(
                    "The node %s is gone, out of service or silent for an hour, and took the volume with it unproven."
                            .formatted(facts.run().getSpec().pod().node()));
        }
        return now.isBefore(Deadlines.unstage(facts.run())) ? new Unstage.Awaited() : new Unstage.Overdue();
    }

    private static Classes classes(RunFacts facts, Instant now) {
        return facts.standing()
                .<Classes>map(standing -> switch (standing) {
                    case Standing.Accepted _ -> new Classes.Accepted();
                    case Standing.Refused(var reason, var sentence) ->
                        new Classes.Refused("%s: %s".formatted(reason, sentence));
                    case Standing.Unproven(var _, var _, var sentence) ->
                        now.isBefore(Deadlines.proof(facts.run()))
                                ? new Classes.Awaited()
                                : new Classes.Overdue("%s: %s".formatted(StreamReason.ProbingClasses, sentence));
                })
                .orElseGet(Classes.Accepted::new);
    }

    private Evidence() {}
}
