package dev.headwater.operator.save;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.RunOrder;
import java.util.Optional;

/**
 * What a verdict rests on.
 *
 * @param use whether there is anything to save
 * @param wish of the job; empty where no step said anything
 * @param lane empty where the run's ref has none
 * @param seal the keeper's report on the volume
 * @param unstage the node's evidence that the volume cannot change any more
 * @param classes whether snapshots of the volume can be relied on
 * @param laneHead the order of the run that wrote the lane's head; empty where there is none, or before it matters
 */
public record SaveFacts(
        Use use,
        Optional<RunSpec.Save> wish,
        Optional<Lane> lane,
        RunOrder order,
        Seal seal,
        Unstage unstage,
        Classes classes,
        Optional<RunOrder> laneHead) {

    /** What the run did with a volume of the vault. */
    public enum Use {
        /** It had none. */
        NEVER_ATTACHED,
        ATTACHED,
        /** A snapshot of it exists already: the verdict was given before, and its record was lost. */
        CAPTURED
    }

    /** The keeper's report. */
    public sealed interface Seal {
        record Reported(RunStatus.Sealed report) implements Seal {}

        record Awaited() implements Seal {}

        record Overdue() implements Seal {}
    }

    /** What is known of the classes that volume and snapshot are made with. */
    public sealed interface Classes {
        record Accepted() implements Classes {}

        record Refused(String sentence) implements Classes {}

        record Awaited() implements Classes {}

        record Overdue(String sentence) implements Classes {}
    }

    /** The node's evidence. */
    public sealed interface Unstage {
        record Clean() implements Unstage {}

        record Unclean(String sentence) implements Unstage {}

        record Awaited() implements Unstage {}

        record Overdue() implements Unstage {}
    }
}
