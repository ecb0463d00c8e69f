package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.attempt.Warning;
import dev.headwater.operator.kube.Informers;
import dev.headwater.operator.kube.Role;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.storage.ProbeEvents;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
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
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The informers of the walk: claims, keepers and snapshots of the vault, each found by the run's name. */
final class RunSources {
    private static final String BY_NAME = "name";

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
        sources.add(warnings(context));
        sources.add(probes(context));
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

    /** The run's object of this type, our own last write included. One of an earlier attempt may be gone meanwhile. */
    <R extends HasMetadata> Optional<R> find(
            Class<R> type, BuildSnapshotRun run, Context<BuildSnapshotRun> context, Absence absence) {
        var name = run.getMetadata().getName();
        var attempts = Optional.ofNullable(run.getStatus())
                .map(RunStatus::attempts)
                .map(List::size)
                .orElse(0);
        var cached = informer(type, context)
                .flatMap(source -> cached(source, name))
                .filter(found -> VaultObject.attempt(found) >= attempts);
        return cached.isPresent() || (absence == Absence.LIKELY && attempts == 0)
                ? cached
                : Optional.ofNullable(
                        client.resources(type).inNamespace(vault).withName(name).get());
    }

    /** What the cluster warns of concerning the claim and the keeper of the run's present attempt, the latest last. */
    List<Warning> warnings(BuildSnapshotRun run, Context<BuildSnapshotRun> context) {
        var uids = Stream.concat(
                        find(PersistentVolumeClaim.class, run, context, Absence.LIKELY).stream(),
                        find(Pod.class, run, context, Absence.LIKELY).stream())
                .map(object -> object.getMetadata().getUid())
                .collect(Collectors.toSet());
        return context.getSecondaryResourcesAsStream(Event.class)
                .filter(event -> uids.contains(event.getInvolvedObject().getUid()))
                .sorted(Comparator.comparing(event -> Objects.requireNonNullElse(event.getLastTimestamp(), "")))
                .map(event -> new Warning(
                        Objects.requireNonNullElse(event.getReason(), ""),
                        Objects.requireNonNullElse(event.getMessage(), "")))
                .toList();
    }

    /** The other runs that have volumes, our own last writes included. */
    LimitPolicy.Company company(BuildSnapshotRun run, Context<BuildSnapshotRun> context) {
        return others(run, context, RunSources::isServed);
    }

    /** These, and those about which nothing is decided yet. */
    LimitPolicy.Company crowd(BuildSnapshotRun run, Context<BuildSnapshotRun> context) {
        return others(run, context, other -> isServed(other) || isUndecided(other));
    }

    private static LimitPolicy.Company others(
            BuildSnapshotRun run, Context<BuildSnapshotRun> context, Predicate<BuildSnapshotRun> counted) {
        var runs = context.getPrimaryCache();
        var holding = runs.list(run.getMetadata().getNamespace(), other -> !RunPolicy.isOver(other))
                .flatMap(other -> runs.get(ResourceID.fromResource(other)).stream())
                .filter(other ->
                        !other.getMetadata().getName().equals(run.getMetadata().getName()))
                .filter(counted)
                .toList();
        return new LimitPolicy.Company(
                holding.stream().filter(other -> isAtWork(other, run)).count(), holding.size());
    }

    private static boolean isServed(BuildSnapshotRun run) {
        var status = Optional.ofNullable(run.getStatus());
        return status.map(RunStatus::restore).map(RunStatus.Restore::deadline).isPresent()
                && status.map(RunStatus::save)
                        .filter(RunSources::isWithoutVolume)
                        .isEmpty();
    }

    /** A claim that is only released, or kept until the storage has copied its snapshot, which may take hours, keeps nobody waiting. */
    private static boolean isWithoutVolume(RunStatus.Save save) {
        return save.cutAt() != null || !save.decision().equals(Finishing.SAVE);
    }

    private static boolean isUndecided(BuildSnapshotRun run) {
        return Optional.ofNullable(run.getStatus()).map(RunStatus::restore).isEmpty();
    }

    private static boolean isAtWork(BuildSnapshotRun other, BuildSnapshotRun run) {
        return other.getSpec().released() == null
                && other.getSpec().pod().uid().equals(run.getSpec().pod().uid());
    }

    private InformerEventSource<Event, BuildSnapshotRun> warnings(EventSourceContext<BuildSnapshotRun> context) {
        var runs = context.getPrimaryCache();
        runs.addIndexer(BY_NAME, run -> List.of(run.getMetadata().getName()));
        return new InformerEventSource<>(
                Informers.warnings(BuildSnapshotRun.class, vault)
                        .withSecondaryToPrimaryMapper(event ->
                                runs.byIndex(BY_NAME, event.getInvolvedObject().getName()).stream()
                                        .map(ResourceID::fromResource)
                                        .collect(Collectors.toSet()))
                        .build(),
                context);
    }

    /** What a probe has found out concerns the runs that may be waiting for it. */
    private InformerEventSource<ConfigMap, BuildSnapshotRun> probes(EventSourceContext<BuildSnapshotRun> context) {
        return new InformerEventSource<>(
                ProbeEvents.of(BuildSnapshotRun.class, vault)
                        .withSecondaryToPrimaryMapper(_ -> context.getPrimaryCache()
                                .list(RunSources::hasNoVerdict)
                                .map(ResourceID::fromResource)
                                .collect(Collectors.toSet()))
                        .build(),
                context);
    }

    private static boolean hasNoVerdict(BuildSnapshotRun run) {
        return run.getSpec().save() != null
                && Optional.ofNullable(run.getStatus()).map(RunStatus::save).isEmpty();
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
