package dev.headwater.operator.attempt;

import dev.headwater.api.v1alpha1.RunStatus;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;

/**
 * What is known of an attempt whose volume is not attached yet.
 *
 * @param recorded whether claim and keeper were there together already: what is missing now was taken away
 * @param rejected what the node found wrong with a volume, of whatever attempt
 * @param warnings about this claim and this keeper
 */
public record AttemptFacts(
        Optional<PersistentVolumeClaim> claim,
        Optional<Pod> keeper,
        Recorded recorded,
        Optional<RunStatus.Rejected> rejected,
        List<Warning> warnings) {

    /** How far the journal says that the attempt came. */
    public enum Recorded {
        NOT_YET,
        CLAIM_AND_KEEPER
    }
}
