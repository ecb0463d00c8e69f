package dev.headwater.operator.save;

import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.RunOrder;
import dev.headwater.operator.trust.Attestation;
import java.util.Optional;

/**
 * What a verdict rests on.
 *
 * @param use whether there is anything to save
 * @param wish of the job; empty where no step said anything
 * @param job as it described itself
 * @param seal the keeper's report on the volume
 * @param unstage the node's evidence that the volume cannot change any more
 * @param classes whether snapshots of the volume can be relied on
 * @param grounds what a run that wants to be saved is measured by
 */
public record SaveFacts(
        Use use,
        Optional<RunSpec.Save> wish,
        RunSpec.Job job,
        Seal seal,
        Unstage unstage,
        Classes classes,
        Grounds grounds) {

    /** What the run did with a volume of the vault. */
    public enum Use {
        /** It was not to have one. */
        NOT_SERVED,
        /** It was to have one, which never came, or no snapshot could be restored. */
        FAILED,
        ATTACHED,
        /** A snapshot of it exists already: the verdict was given before, and its record was lost. */
        CAPTURED
    }

    /** Where the run saves; empty where its ref has no lane. */
    Optional<Lane> lane() {
        return Lane.ofRef(job.ref());
    }

    RunOrder order() {
        return RunOrder.of(job);
    }

    /** The same, of a job that is known as well as one can be. */
    public SaveFacts ofProvenJob() {
        return new SaveFacts(
                use,
                wish,
                job,
                seal,
                unstage,
                classes,
                new Grounds(
                        grounds.stream(),
                        grounds.rules(),
                        new Attestation(TrustLevel.Proven, Optional.empty()),
                        grounds.laneHead()));
    }

    /** The report, once it is there. */
    Optional<RunStatus.Sealed> report() {
        return seal instanceof Seal.Reported(var report) ? Optional.of(report) : Optional.empty();
    }

    /** Whether it is saved also where nothing relevant changed. */
    boolean isExplicit() {
        return grounds.rules().when() == PolicySpec.When.Always
                || wish.filter(said -> said.mode() == RunSpec.Mode.Auto).isEmpty();
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

        /** Nobody is left to give any. */
        record Lost(String sentence) implements Unstage {}

        record Awaited() implements Unstage {}

        record Overdue() implements Unstage {}
    }
}
