package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.operator.kube.Informers;
import dev.headwater.operator.kube.Role;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.kube.VaultObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The informers of the walk: claims, keepers and snapshots of the vault, each found by the run's name. */
final class RunSources {
    private final KubernetesClient client;
    private final String vault;
    private final SnapshotReader snapshots;

    RunSources(KubernetesClient client, String vault, SnapshotReader snapshots) {
        this.client = client;
        this.vault = vault;
        this.snapshots = snapshots;
    }

    /** Snapshots are watched from the start only where the cluster serves them: an informer without its CRD stops the operator. */
    List<EventSource<?, BuildSnapshotRun>> atStart(EventSourceContext<BuildSnapshotRun> context) {
        var sources = new ArrayList<EventSource<?, BuildSnapshotRun>>();
        sources.add(source(PersistentVolumeClaim.class, Role.CLAIM, context));
        sources.add(source(Pod.class, Role.KEEPER, context));
        if (snapshots.isServed()) {
            sources.add(source(VolumeSnapshot.class, Role.SNAPSHOT, context));
        }
        return sources;
    }

    /** What it means that a cache does not have an object. */
    enum Absence {
        /** It has not been made yet, as far as the journal says. */
        LIKELY,
        /** It contradicts the journal, or much would follow from it: the API server has to say so itself. */
        DOUBTFUL
    }

    /** The run's object of this type, our own last write included. */
    <R extends HasMetadata> Optional<R> find(
            Class<R> type, BuildSnapshotRun run, Context<BuildSnapshotRun> context, Absence absence) {
        var name = run.getMetadata().getName();
        var cached = informer(type, context).flatMap(source -> cached(source, name));
        return cached.isPresent() || absence == Absence.LIKELY
                ? cached
                : Optional.ofNullable(
                        client.resources(type).inNamespace(vault).withName(name).get());
    }

    /** The cache of an informer that is being stopped is empty, and says nothing. */
    private <R extends HasMetadata> Optional<R> cached(InformerEventSource<R, BuildSnapshotRun> source, String name) {
        var found = source.get(new ResourceID(name, vault));
        if (!source.isRunning()) {
            throw new IllegalStateException("the informer " + source.name() + " is stopped");
        }
        return found;
    }

    /** The informer of this type; empty only for snapshots, as long as the cluster does not serve them. */
    @SuppressWarnings("unchecked")
    <R extends HasMetadata> Optional<InformerEventSource<R, BuildSnapshotRun>> informer(
            Class<R> type, Context<BuildSnapshotRun> context) {
        var retriever = context.eventSourceRetriever();
        var known = retriever.getEventSourcesFor(type);
        if (!known.isEmpty()) {
            return Optional.of((InformerEventSource<R, BuildSnapshotRun>) known.getFirst());
        }
        if (!snapshots.isServed()) {
            return Optional.empty();
        }
        return Optional.of((InformerEventSource<R, BuildSnapshotRun>) retriever.dynamicallyRegisterEventSource(
                source(type, Role.SNAPSHOT, retriever.eventSourceContextForDynamicRegistration())));
    }

    private <R extends HasMetadata> InformerEventSource<R, BuildSnapshotRun> source(
            Class<R> type, Role role, EventSourceContext<BuildSnapshotRun> context) {
        return new InformerEventSource<>(
                Informers.ofVault(type, BuildSnapshotRun.class, role, vault)
                        .withSecondaryToPrimaryMapper(VaultObject::runsOf)
                        .build(),
                context);
    }
}
