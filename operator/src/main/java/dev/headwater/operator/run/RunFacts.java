package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.job.JobEnding;
import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.RunOrder;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.restore.RestoreFacts;
import dev.headwater.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.util.Optional;

/**
 * What is known of a run. The last three are read only where the next step can depend on them.
 *
 * @param restore while nothing is decided
 * @param ingredients while the claim is still to be made
 * @param laneHead while the verdict is still to be given, and only it is missing
 */
public record RunFacts(
        BuildSnapshotRun run,
        JobPod pod,
        Optional<PersistentVolumeClaim> claim,
        Optional<Pod> keeper,
        Optional<VolumeSnapshot> snapshot,
        Optional<VolumeSnapshotContent> content,
        Optional<RestoreFacts> restore,
        Optional<Ingredients> ingredients,
        Optional<RunOrder> laneHead) {

    /**
     * What a claim is made of.
     *
     * @param settings empty if the stream or its policy is gone
     * @param source the chosen snapshot as it is now; empty if there is none, or none any more
     */
    public record Ingredients(Optional<PolicySettings> settings, Optional<Snapshot> source) {}

    JobEnding ending() {
        return JobEnding.of(run.getSpec(), run.getStatus(), pod);
    }

    Optional<RunStatus> status() {
        return Optional.ofNullable(run.getStatus());
    }

    Optional<RunStatus.Restore> decided() {
        return status().map(RunStatus::restore);
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

    boolean is(ConditionType type) {
        return status().filter(status -> Conditions.isTrue(status.conditions(), type))
                .isPresent();
    }

    boolean isNot(ConditionType type) {
        return status().filter(status -> Conditions.isFalse(status.conditions(), type))
                .isPresent();
    }
}
