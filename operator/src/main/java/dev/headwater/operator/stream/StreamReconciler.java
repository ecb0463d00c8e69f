package dev.headwater.operator.stream;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.kube.Informers;
import dev.headwater.operator.kube.Role;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.kube.StreamIndex;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.status.Conditions;
import dev.headwater.operator.status.StatusWriter;
import dev.headwater.operator.storage.ProbeEvents;
import dev.headwater.operator.storage.Standing;
import dev.headwater.operator.storage.StandingGatherer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps the status of streams true: woken by their policies and snapshots. */
public final class StreamReconciler implements Reconciler<BuildSnapshotStream> {
    /** Classes, CRDs and older twins are not watched; a stream that lacks one looks again this often. */
    private static final Duration UNREADY_INTERVAL = Duration.ofSeconds(10);

    private final String vault;
    private final SnapshotReader snapshots;
    private final StreamGatherer gatherer;
    private final StandingGatherer standings;
    private final OnDemandStreams onDemand;
    private final Clock clock;

    public StreamReconciler(KubernetesClient client, String vault, StandingGatherer standings, Clock clock) {
        this.vault = vault;
        this.snapshots = new SnapshotReader(client, vault);
        var streams = new StreamReader(client);
        this.gatherer = new StreamGatherer(streams, snapshots, standings);
        this.standings = standings;
        this.onDemand = new OnDemandStreams(client, streams);
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, BuildSnapshotStream>> prepareEventSources(
            EventSourceContext<BuildSnapshotStream> context) {
        StreamIndex.addTo(context);
        var sources = new ArrayList<EventSource<?, BuildSnapshotStream>>();
        sources.add(StreamIndex.policies(context));
        sources.add(probes(context));
        sources.add(runs(context));
        if (snapshots.isServed()) {
            sources.add(snapshots(context));
        }
        return sources;
    }

    @Override
    public UpdateControl<BuildSnapshotStream> reconcile(
            BuildSnapshotStream stream, Context<BuildSnapshotStream> context) {
        var retriever = context.eventSourceRetriever();
        if (retriever.getEventSourcesFor(VolumeSnapshot.class).isEmpty() && snapshots.isServed()) {
            retriever.dynamicallyRegisterEventSource(snapshots(retriever.eventSourceContextForDynamicRegistration()));
        }
        var now = clock.instant();
        var facts = gatherer.gather(stream, List.copyOf(context.getSecondaryResources(BuildSnapshotRun.class)));
        if (onDemand.remove(facts, now)) {
            return UpdateControl.noUpdate();
        }
        var status = StreamPolicy.status(facts, now);
        StatusWriter.write(context, stream, status);
        facts.standing().ifPresent(this::askForProbe);
        return Conditions.isTrue(status.conditions(), ConditionType.Ready)
                ? UpdateControl.noUpdate()
                : UpdateControl.<BuildSnapshotStream>noUpdate().rescheduleAfter(UNREADY_INTERVAL);
    }

    /** Of the many things that happen to a run, a stream tells decision and verdict. */
    private static InformerEventSource<BuildSnapshotRun, BuildSnapshotStream> runs(
            EventSourceContext<BuildSnapshotStream> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(BuildSnapshotRun.class, BuildSnapshotStream.class)
                        .withName("runs")
                        .withWatchAllNamespaces()
                        .withItemStore(Informers.lean())
                        .withOnUpdateFilter((run, before) -> !outcome(run).equals(outcome(before)))
                        .withSecondaryToPrimaryMapper(StreamReconciler::streamOf)
                        .build(),
                context);
    }

    private static List<Object> outcome(BuildSnapshotRun run) {
        return Stream.ofNullable(run.getStatus())
                .flatMap(status -> Stream.of(Optional.ofNullable(status.restore()), Optional.ofNullable(status.save())))
                .collect(Collectors.toList());
    }

    private static Set<ResourceID> streamOf(BuildSnapshotRun run) {
        return Optional.ofNullable(run.getStatus()).map(RunStatus::stream).stream()
                .map(name -> new ResourceID(name, run.getMetadata().getNamespace()))
                .collect(Collectors.toSet());
    }

    private void askForProbe(Standing standing) {
        if (standing instanceof Standing.Unproven(var classes, var probe, var _)
                && probe == Standing.Probe.TO_BE_ASKED_FOR) {
            standings.askForProbe(classes);
        }
    }

    /** Which streams use the classes of a probe, only their policies say; so all look when one has something to say. */
    private InformerEventSource<ConfigMap, BuildSnapshotStream> probes(
            EventSourceContext<BuildSnapshotStream> context) {
        return new InformerEventSource<>(
                ProbeEvents.of(BuildSnapshotStream.class, vault)
                        .withSecondaryToPrimaryMapper(_ -> context.getPrimaryCache()
                                .list()
                                .map(ResourceID::fromResource)
                                .collect(Collectors.toSet()))
                        .build(),
                context);
    }

    private InformerEventSource<VolumeSnapshot, BuildSnapshotStream> snapshots(
            EventSourceContext<BuildSnapshotStream> context) {
        return new InformerEventSource<>(
                Informers.ofVault(VolumeSnapshot.class, BuildSnapshotStream.class, Role.SNAPSHOT, vault)
                        .withSecondaryToPrimaryMapper(snapshot -> StreamIndex.ids(StreamIndex.ofIdentity(
                                context.getPrimaryCache(),
                                Optional.ofNullable(snapshot.getMetadata().getLabels())
                                        .map(labels -> labels.get(Api.LABEL_STREAM))
                                        .orElse(""))))
                        .build(),
                context);
    }
}
