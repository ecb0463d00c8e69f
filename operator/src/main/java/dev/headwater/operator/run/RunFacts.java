package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.AttemptReason.Failure;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.attempt.Warning;
import dev.headwater.operator.github.Hearing;
import dev.headwater.operator.job.JobEnding;
import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.restore.RestoreFacts;
import dev.headwater.operator.save.Grounds;
import dev.headwater.operator.status.Conditions;
import dev.headwater.operator.storage.Standing;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of a run. The last seven are read only where the next step can depend on them.
 *
 * @param warnings of the cluster about claim and keeper, while the volume is being made
 * @param company what else is under way, while nothing is decided
 * @param restore while nothing is decided
 * @param ingredients while the claim is still to be made
 * @param standing of the volume's classes, while the verdict is still to be given, and only it is missing
 * @param grounds while the verdict on a run that wants to be saved is still to be given
 * @param hearing of GitHub, while decision or verdict wait for its word
 */
public record RunFacts(
        BuildSnapshotRun run,
        JobPod pod,
        Optional<PersistentVolumeClaim> claim,
        Optional<Pod> keeper,
        Optional<VolumeSnapshot> snapshot,
        Optional<VolumeSnapshotContent> content,
        List<Warning> warnings,
        LimitPolicy.Company company,
        Optional<RestoreFacts> restore,
        Optional<Ingredients> ingredients,
        Optional<Standing> standing,
        Optional<Grounds> grounds,
        Optional<Hearing> hearing) {

    /**
     * What a claim is made of.
     *
     * @param settings empty if the stream or its policy is gone
     * @param source the chosen snapshot as it is now; empty if there is none, or none any more
     */
    public record Ingredients(Optional<PolicySettings> settings, Optional<Snapshot> source) {}

    /** The same, with what a decision rests on. */
    RunFacts choosing(RestoreFacts candidates) {
        return new RunFacts(
                run,
                pod,
                claim,
                keeper,
                snapshot,
                content,
                warnings,
                company,
                Optional.of(candidates),
                ingredients,
                standing,
                grounds,
                hearing);
    }

    /** The same, beside these other runs. */
    RunFacts beside(LimitPolicy.Company others) {
        return new RunFacts(
                run,
                pod,
                claim,
                keeper,
                snapshot,
                content,
                warnings,
                others,
                restore,
                ingredients,
                standing,
                grounds,
                hearing);
    }

    /** The same, with what the making of a volume rests on. */
    RunFacts making(List<Warning> heard, Optional<Ingredients> material) {
        return new RunFacts(
                run, pod, claim, keeper, snapshot, content, heard, company, restore, material, standing, grounds,
                hearing);
    }

    /** The same, with what came of asking GitHub. */
    RunFacts hearing(Optional<Hearing> heard) {
        return new RunFacts(
                run,
                pod,
                claim,
                keeper,
                snapshot,
                content,
                warnings,
                company,
                restore,
                ingredients,
                standing,
                grounds,
                heard);
    }

    JobEnding ending() {
        return JobEnding.of(run.getSpec(), run.getStatus(), pod);
    }

    Optional<RunStatus> status() {
        return Optional.ofNullable(run.getStatus());
    }

    Optional<RunStatus.Restore> decided() {
        return status().map(RunStatus::restore);
    }

    /** The attempts that failed, the oldest first. */
    List<RunStatus.Attempt> attempts() {
        return status().map(RunStatus::attempts).orElse(List.of());
    }

    /** Snapshots that were tried in vain. */
    Set<String> broken() {
        return attempts().stream()
                .filter(attempt -> attempt.failure().equals(Failure.CandidateBroken.name()))
                .flatMap(attempt -> Stream.ofNullable(attempt.snapshot()))
                .collect(Collectors.toSet());
    }

    /** Whether the keeper is there and nobody has asked it to go: then what its node comes to is heard of through it. */
    boolean isHeld() {
        return isHeld(keeper);
    }

    static boolean isHeld(Optional<Pod> keeper) {
        return keeper.filter(known -> !VaultObject.isDeleting(known)).isPresent();
    }

    /** Whether the node is known to be gone, or dead. */
    boolean isNodeLost() {
        return pod instanceof JobPod.GoneWithNode;
    }

    /** Whether the object was made for an attempt that is over. */
    boolean isLeftOver(HasMetadata object) {
        return VaultObject.attempt(object) < attempts().size();
    }

    Optional<RunStatus.Volume> volume() {
        return status().map(RunStatus::volume);
    }

    Optional<RunStatus.Save> verdict() {
        return status().map(RunStatus::save);
    }

    Optional<RunStatus.Slot> slot() {
        return status().map(RunStatus::slot);
    }

    /** What the job was told that was not decided here: its node heard of nothing in time, or could not do what it heard. */
    Optional<RunStatus.Answer> answerOfNode() {
        var decidedHere = Stream.concat(
                        decided().map(RunStatus.Restore::reason).stream(),
                        condition(ConditionType.Restored).map(Condition::getReason).stream())
                .collect(Collectors.toSet());
        return slot().map(RunStatus.Slot::answer)
                .filter(answer -> !answer.outcome().equals("attached"))
                .filter(answer -> !decidedHere.contains(answer.reason()));
    }

    Optional<Condition> condition(ConditionType type) {
        return status().flatMap(status -> Conditions.find(status.conditions(), type));
    }

    boolean is(ConditionType type) {
        return status().filter(status -> Conditions.isTrue(status.conditions(), type))
                .isPresent();
    }

    boolean isNot(ConditionType type) {
        return status().filter(status -> Conditions.isFalse(status.conditions(), type))
                .isPresent();
    }
}
