package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.restore.RestoreDecision;
import java.util.Optional;

/** Whether a run may have a volume beside the others. Judged before anything is made for it. */
final class LimitPolicy {

    /**
     * The other runs that have a volume, or one is being made for them.
     *
     * @param ofPod of the same pod, whose jobs still use theirs
     * @param ofNamespace of the same namespace, also those that are saved and not cut yet
     */
    record Company(long ofPod, long ofNamespace) {
        static final Company NONE = new Company(0, 0);
    }

    /** What the run gets instead of a volume; empty where it may have one. */
    static Optional<RestoreDecision> objection(PolicySettings.Limits limits, Company company) {
        if (company.ofPod() >= limits.volumesPerPod()) {
            return Optional.of(new RestoreDecision.Refuse(
                    RestoreReason.TooManyVolumes,
                    "The pod has %d volumes already, as many as the policy's limits.volumesPerPod allows; save or skip one first."
                            .formatted(company.ofPod())));
        }
        return company.ofNamespace() >= limits.concurrentRuns()
                ? Optional.of(new RestoreDecision.Scratch(
                        RestoreReason.TooManyRuns,
                        "%d runs of the namespace have volumes already, as many as the policy's limits.concurrentRuns allows; the job runs cold."
                                .formatted(company.ofNamespace())))
                : Optional.empty();
    }

    private LimitPolicy() {}
}
