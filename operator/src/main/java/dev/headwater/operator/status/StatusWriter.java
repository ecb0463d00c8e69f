package dev.headwater.operator.status;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.StreamStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Objects;

/**
 * Applies the operator's part of a status. Each write carries the resource version that it was derived from: a stale view, after a change
 * of leader for example, is refused by the API server and never takes back what the journal already says.
 */
public final class StatusWriter {
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(Api.OPERATOR_MANAGER)
            .withForce(true)
            .build();

    /** The run as it is after the write, or as it was if there was nothing to write. */
    public static BuildSnapshotRun write(Context<BuildSnapshotRun> context, BuildSnapshotRun run, RunJournal journal) {
        if (journal.equals(RunJournal.of(run.getStatus()))) {
            return run;
        }
        return context.resourceOperations().serverSideApplyPrimaryStatus(fresh(run, journal));
    }

    /**
     * The same, from outside of a reconciliation.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 for a run that changed since it was read
     */
    public static void write(KubernetesClient client, BuildSnapshotRun run, RunJournal journal) {
        client.resource(fresh(run, journal)).subresource("status").patch(APPLY);
    }

    private static BuildSnapshotRun fresh(BuildSnapshotRun run, RunJournal journal) {
        var fresh = new BuildSnapshotRun();
        fresh.setMetadata(identity(run.getMetadata()));
        fresh.setStatus(journal.toStatus());
        return fresh;
    }

    /** Applies the stream's status, which has no other writer, if it changed. */
    public static void write(Context<BuildSnapshotStream> context, BuildSnapshotStream stream, StreamStatus status) {
        if (!Objects.equals(stream.getStatus(), status)) {
            var fresh = new BuildSnapshotStream();
            fresh.setMetadata(identity(stream.getMetadata()));
            fresh.setStatus(status);
            context.resourceOperations().serverSideApplyPrimaryStatus(fresh);
        }
    }

    private static ObjectMeta identity(ObjectMeta metadata) {
        return new ObjectMetaBuilder()
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withUid(metadata.getUid())
                .withResourceVersion(metadata.getResourceVersion())
                .build();
    }

    private StatusWriter() {}
}
