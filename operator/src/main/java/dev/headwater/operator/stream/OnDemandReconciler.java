package dev.headwater.operator.stream;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.operator.kube.StreamReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;

/** Looks at runs for streams to be made. Beside the walk: a run waits for no stream, and one that was not made is made later. */
public final class OnDemandReconciler implements Reconciler<BuildSnapshotRun> {
    private final OnDemandStreams streams;

    public OnDemandReconciler(KubernetesClient client) {
        this.streams = new OnDemandStreams(client, new StreamReader(client));
    }

    @Override
    public UpdateControl<BuildSnapshotRun> reconcile(BuildSnapshotRun run, Context<BuildSnapshotRun> context) {
        streams.make(run);
        return UpdateControl.noUpdate();
    }
}
