package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.AttemptReason;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.operator.attempt.AttemptPolicy;
import dev.headwater.operator.capture.CaptureSettings;
import dev.headwater.operator.capture.CaptureStep;
import dev.headwater.operator.github.GithubWitness;
import dev.headwater.operator.keeper.KeeperSettings;
import dev.headwater.operator.kube.JobPodReader;
import dev.headwater.operator.kube.SnapshotCatalog;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.restore.CandidateGatherer;
import dev.headwater.operator.status.EventPublisher;
import dev.headwater.operator.status.RunEvent;
import dev.headwater.operator.storage.StandingGatherer;
import dev.headwater.operator.trust.RunnerGatherer;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads runs along the walk: looks, takes the step that follows, and looks again until there is nothing to do but wait. */
public final class RunReconciler implements Reconciler<BuildSnapshotRun> {
    private static final Logger LOG = LoggerFactory.getLogger(RunReconciler.class);

    /** More steps than a walk has between two waits: a bound, not a number that is ever reached. */
    private static final int MAX_STEPS = 12;

    /** Until a cache has seen what another writer, or an earlier life of this one, wrote. */
    private static final Duration CACHE_LAG = Duration.ofMillis(50);

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);

    private static final Duration LAST_BACKOFF = Duration.ofSeconds(8);

    private final RunSources sources;
    private final RunGatherer gatherer;
    private final RunExecutor executor;
    private final CaptureTurns captures;
    private final RunMeters meters;
    private final EventPublisher events;
    private final Clock clock;
    private final ReentrantReadWriteLock decisions = new ReentrantReadWriteLock();
    private final ReentrantLock cuts = new ReentrantLock();

    /** @param github who is asked about jobs that show no token; empty: nobody */
    public RunReconciler(
            KubernetesClient client,
            String vault,
            KeeperSettings keepers,
            StandingGatherer standings,
            CaptureSettings capture,
            SnapshotCatalog catalog,
            EventPublisher events,
            RunMeters meters,
            Optional<GithubWitness> github,
            Clock clock) {
        var snapshots = new SnapshotReader(client, vault);
        this.sources = new RunSources(client, vault, snapshots);
        var streams = new StreamReader(client);
        this.captures = new CaptureTurns(sources, streams, capture);
        var candidates = new CandidateGatherer(client, streams, snapshots, catalog);
        this.gatherer = new RunGatherer(
                sources,
                new JobPodReader(client),
                candidates,
                snapshots,
                standings,
                new RunnerGatherer(client),
                github);
        this.executor = new RunExecutor(client, sources, vault, keepers, standings);
        this.events = events;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, BuildSnapshotRun>> prepareEventSources(EventSourceContext<BuildSnapshotRun> context) {
        return sources.atStart(context);
    }

    @Override
    public UpdateControl<BuildSnapshotRun> reconcile(BuildSnapshotRun seen, Context<BuildSnapshotRun> context) {
        var run = seen;
        var reads = new Reads();
        try {
            for (var i = 0; i < MAX_STEPS && !RunPolicy.isOver(run); i++) {
                var now = clock.instant();
                var facts = gatherer.gather(run, reads, context, now);
                var taken = facts.restore().isPresent() ? inTurn(facts, context, now) : take(facts, context, now);
                if (taken.control().isPresent()) {
                    return taken.control().get();
                }
                run = taken.run();
            }
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
        return RunPolicy.isOver(run)
                ? UpdateControl.noUpdate()
                : UpdateControl.<BuildSnapshotRun>noUpdate().rescheduleAfter(CACHE_LAG);
    }

    /**
     * A step that was taken.
     *
     * @param control present where there is nothing more to do for now
     */
    private record Taken(BuildSnapshotRun run, Optional<UpdateControl<BuildSnapshotRun>> control) {}

    /**
     * Where the runs that ask at once could reach a limit, one decision after the other, so that each counts those before it; elsewhere side
     * by side. Who decides alone waits for those that decide side by side: they may have been fewer when they looked.
     */
    private Taken inTurn(RunFacts facts, Context<BuildSnapshotRun> context, Instant now) {
        decisions.readLock().lock();
        try {
            var crowd = facts.beside(sources.crowd(facts.run(), context));
            if (!Deciding.isLimited(crowd)) {
                return take(crowd, context, now);
            }
        } finally {
            decisions.readLock().unlock();
        }
        decisions.writeLock().lock();
        try {
            return take(facts.beside(sources.company(facts.run(), context)), context, now);
        } finally {
            decisions.writeLock().unlock();
        }
    }

    private Taken take(RunFacts facts, Context<BuildSnapshotRun> context, Instant now) {
        var step = RunPolicy.next(facts, now);
        if (!(step instanceof RunStep.Capture(CaptureStep.Take _))) {
            return act(step, facts, context, now);
        }
        cuts.lock();
        try {
            return act(new RunStep.Capture(captures.next(facts, context, now)), facts, context, now);
        } finally {
            cuts.unlock();
        }
    }

    private Taken act(RunStep step, RunFacts facts, Context<BuildSnapshotRun> context, Instant now) {
        if (waits(step)) {
            return new Taken(facts.run(), Optional.of(until(step, clock.instant())));
        }
        try {
            var run = executor.act(step, facts, context, now);
            LOG.info(
                    "{}/{}: {}",
                    run.getMetadata().getNamespace(),
                    run.getMetadata().getName(),
                    Told.line(step));
            tell(run, step, now);
            Told.ofNode(step, facts).ifPresent(event -> tellOfNode(run, event, now));
            meters.count(step, facts, now);
            return new Taken(
                    run,
                    isSeenLater(step)
                            ? Optional.of(
                                    UpdateControl.<BuildSnapshotRun>noUpdate().rescheduleAfter(CACHE_LAG))
                            : Optional.empty());
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN || !makes(step)) {
                throw e;
            }
            return new Taken(facts.run(), Optional.of(refused(e, facts, context, now)));
        }
    }

    private static boolean makes(RunStep step) {
        return step instanceof RunStep.MakeClaim || step instanceof RunStep.MakeKeeper;
    }

    /** A full quota or the like: the journal says so, and it is tried again, the later the longer it lasts. */
    private UpdateControl<BuildSnapshotRun> refused(
            KubernetesClientException refusal, RunFacts facts, Context<BuildSnapshotRun> context, Instant now) {
        var said = Optional.ofNullable(refusal.getStatus())
                .map(Status::getMessage)
                .orElseGet(() -> String.valueOf(refusal.getMessage()));
        var step = new RunStep.Obstacle(AttemptPolicy.refused(said));
        var run = executor.act(step, facts, context, now);
        tell(run, step, now);
        var since = facts.condition(ConditionType.Restored)
                .filter(condition -> condition.getReason().equals(AttemptReason.Forbidden.name()))
                .map(condition -> Instant.parse(condition.getLastTransitionTime()))
                .orElse(now);
        var pause = Duration.between(since, now);
        return UpdateControl.<BuildSnapshotRun>noUpdate()
                .rescheduleAfter(Duration.ofMillis(
                        Math.clamp(pause.toMillis(), FIRST_BACKOFF.toMillis(), LAST_BACKOFF.toMillis())));
    }

    /** Deletions reach the caches through the watch alone; looking again at once would only repeat them. */
    private static boolean isSeenLater(RunStep step) {
        return step instanceof RunStep.DeleteKeeper
                || step instanceof RunStep.DeleteClaim
                || step instanceof RunStep.AskForProbe
                || step instanceof RunStep.DropSnapshot;
    }

    private void tell(BuildSnapshotRun run, RunStep step, Instant now) {
        Told.of(step).ifPresent(event -> events.publish(run, event, now));
    }

    private void tellOfNode(BuildSnapshotRun run, RunEvent event, Instant now) {
        LOG.info(
                "{}/{}: the node answered {}",
                run.getMetadata().getNamespace(),
                run.getMetadata().getName(),
                event.reason());
        events.publish(run, event, now);
    }

    private static boolean waits(RunStep step) {
        return step instanceof RunStep.Wait || step instanceof RunStep.Capture(CaptureStep.Wait _);
    }

    /** @param now after the look, which may have taken a while */
    private static UpdateControl<BuildSnapshotRun> until(RunStep step, Instant now) {
        var control = UpdateControl.<BuildSnapshotRun>noUpdate();
        var until = step instanceof RunStep.Capture(CaptureStep.Wait(var at))
                ? Optional.of(at)
                : ((RunStep.Wait) step).until();
        until.map(at -> Duration.between(now, at))
                .map(pause -> pause.isNegative() ? Duration.ZERO : pause)
                .ifPresent(pause -> control.rescheduleAfter(pause.plusMillis(1)));
        return control;
    }
}
