package dev.headwater.operator.save;

import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.model.RunOrder;
import dev.headwater.operator.model.SaveRules;
import dev.headwater.operator.trust.Attestation;
import java.util.Optional;

/**
 * What the verdict on a run that wants to be saved is measured by, as it stands at that moment.
 *
 * @param rules of the stream's policy; where stream or policy are gone, those that held when the volume was made
 * @param attestation how well the job is known
 * @param laneHead the order of the run that wrote the lane's head; empty where there is none
 */
public record Grounds(Stream stream, SaveRules rules, Attestation attestation, Optional<RunOrder> laneHead) {

    /** Under which nothing is saved; for a run that needs none, because it does not want to be. */
    public static final Grounds CLOSED = new Grounds(
            new Stream.Open(),
            SaveRules.CLOSED,
            new Attestation(TrustLevel.Claimed, Optional.empty()),
            Optional.empty());

    /** Who the run's key and path belong to. */
    public sealed interface Stream {

        /** A stream that takes saves, or one that was deleted and loses none by it. */
        record Open() implements Stream {}

        /** A stream that takes none for now. */
        record Suspended() implements Stream {}

        /** A stream of another repository than the run's. */
        record Foreign(String name) implements Stream {}
    }
}
