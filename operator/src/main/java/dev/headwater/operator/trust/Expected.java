package dev.headwater.operator.trust;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.operator.model.Proven;
import java.util.Optional;

/**
 * What a token is measured by.
 *
 * @param job as the run has it
 * @param before what was proved when the volume was asked for, where this token is for its save
 */
record Expected(String audience, RunSpec.Job job, Optional<RunStatus.Proof> before) {

    static Expected of(BuildSnapshotRun run, TokenUse use) {
        var spec = run.getSpec();
        var path = spec.request().path();
        return new Expected(
                use.audience(spec.pod().uid(), path.substring(path.lastIndexOf('/') + 1)),
                spec.job(),
                use == TokenUse.SAVE ? Proven.of(run.getStatus(), TokenUse.RESTORE) : Optional.empty());
    }
}
