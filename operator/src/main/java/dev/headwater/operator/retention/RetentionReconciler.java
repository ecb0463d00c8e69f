package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.BuildSnapshotPolicy;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.kube.SnapshotCatalog;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.kube.StreamIndex;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.status.EventPublisher;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at each stream every few minutes, and when it or its policy changes: what may go has time. A stream that is being deleted is looked at
 * as well, so all events are taken, and the finalizer is our own affair.
 */
public final class RetentionReconciler implements Reconciler<BuildSnapshotStream> {
    /** Until the catalogs have read everything that there was when they began, or have seen what changed. */
    private static final Duration CATALOG_LAG = Duration.ofSeconds(1);

    /** A lost snapshot comes back in three steps, each of which the snapshot controller has to see. */
    private static final Duration BETWEEN_STEPS = Duration.ofSeconds(5);

    private static final Set<Integer> CHANGED =
            Set.of(HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND);

    private final SnapshotReader snapshots;
    private final SnapshotCatalog catalog;
    private final RunCatalog runs;
    private final RetentionMeters meters;
    private final Retainer retainer;
    private final RunForgetter forgetter;
    private final StreamEnd end;
    private final RetentionTimes times;
    private final Clock clock;
    private volatile boolean served;

    public RetentionReconciler(
            KubernetesClient client,
            String vault,
            SnapshotCatalog catalog,
            RetentionTimes times,
            EventPublisher events,
            MeterRegistry registry,
            Clock clock) {
        this.snapshots = new SnapshotReader(client, vault);
        this.catalog = catalog;
        this.runs = new RunCatalog(client);
        this.meters = new RetentionMeters(registry, catalog);
        var gatherer = new RetentionGatherer(client, vault, catalog, runs);
        var uses = new InUseGatherer(client, vault);
        var executor = new RetentionExecutor(client, events, meters);
        var remaker = new Remaker(client, uses, meters);
        this.retainer = new Retainer(gatherer, catalog, uses, executor, remaker, times.grace());
        this.forgetter = new RunForgetter(client, vault, catalog, runs, executor, meters);
        this.end = new StreamEnd(client, gatherer, uses, executor, remaker, times.grace());
        this.times = times;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, BuildSnapshotStream>> prepareEventSources(
            EventSourceContext<BuildSnapshotStream> context) {
        StreamIndex.addTo(context);
        var streams = context.getPrimaryCache();
        meters.countUnowned(
                identity -> !StreamIndex.ofIdentity(streams, identity).isEmpty());
        return List.of(StreamIndex.policies(context));
    }

    @Override
    public UpdateControl<BuildSnapshotStream> reconcile(
            BuildSnapshotStream stream, Context<BuildSnapshotStream> context) {
        if (context.isPrimaryResourceDeleted()) {
            return UpdateControl.noUpdate();
        }
        try {
            return again(look(stream, context, clock.instant()));
        } catch (KubernetesClientException e) {
            if (!CHANGED.contains(e.getCode())) {
                throw e;
            }
            return again(times.atMost(CATALOG_LAG));
        }
    }

    private static UpdateControl<BuildSnapshotStream> again(Duration delay) {
        return UpdateControl.<BuildSnapshotStream>noUpdate().rescheduleAfter(delay);
    }

    /** After how long to look again. */
    private Duration look(BuildSnapshotStream stream, Context<BuildSnapshotStream> context, Instant now) {
        var deleting = VaultObject.isDeleting(stream);
        if (!deleting) {
            end.prepare(stream, now);
        }
        if (!isServed()) {
            if (deleting) {
                end.lookWithoutSnapshots(stream);
            }
            return times.interval();
        }
        if (!catalog.isCurrent() | !runs.isCurrent()) {
            return times.atMost(CATALOG_LAG);
        }
        if (isFirstOfAll(stream, context)) {
            forgetter.lookAtStrays(
                    identity -> !StreamIndex.ofIdentity(context.getPrimaryCache(), identity)
                            .isEmpty(),
                    now);
        }
        if (deleting) {
            end.look(stream, now);
        } else if (speaksForItsIdentity(stream, context)) {
            return settings(stream, context)
                    .map(settings -> tend(stream, settings, now))
                    .orElse(times.interval());
        }
        return times.interval();
    }

    private Duration tend(BuildSnapshotStream stream, PolicySettings settings, Instant now) {
        var more = retainer.look(stream, settings, now);
        forgetter.look(RetentionGatherer.identity(stream), settings.retention().runs(), now);
        return more ? times.atMost(BETWEEN_STEPS) : times.interval();
    }

    /** Once a cluster serves snapshots it goes on doing so. */
    private boolean isServed() {
        served = served || snapshots.isServed();
        return served;
    }

    /** One stream at a time has the duty for what belongs to none. */
    private static boolean isFirstOfAll(BuildSnapshotStream stream, Context<BuildSnapshotStream> context) {
        return context.getPrimaryCache()
                .list()
                .map(ResourceID::fromResource)
                .min(Comparator.comparing(ResourceID::toString))
                .filter(ResourceID.fromResource(stream)::equals)
                .isPresent();
    }

    private static boolean speaksForItsIdentity(BuildSnapshotStream stream, Context<BuildSnapshotStream> context) {
        var identity = RetentionGatherer.identity(stream).hash();
        var others = StreamIndex.ofIdentity(context.getPrimaryCache(), identity).stream()
                .filter(other -> !other.getMetadata()
                        .getUid()
                        .equals(stream.getMetadata().getUid()))
                .toList();
        return RetentionGatherer.isFirst(stream, others);
    }

    /** Empty as long as the policy has not arrived, or does not exist: nothing is deleted by rules that nobody knows. */
    private static Optional<PolicySettings> settings(BuildSnapshotStream stream, Context<BuildSnapshotStream> context) {
        return StreamIndex.policy(stream)
                .map(id -> policies(context).get(id).map(found -> PolicySettings.of(found.getSpec())))
                .orElse(Optional.of(PolicySettings.DEFAULT));
    }

    @SuppressWarnings("unchecked")
    private static InformerEventSource<BuildSnapshotPolicy, BuildSnapshotStream> policies(
            Context<BuildSnapshotStream> context) {
        return (InformerEventSource<BuildSnapshotPolicy, BuildSnapshotStream>)
                context.eventSourceRetriever().getEventSourceFor(BuildSnapshotPolicy.class);
    }
}
