package dev.headwater.operator.app;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.operator.capture.CaptureSettings;
import dev.headwater.operator.github.GithubWitness;
import dev.headwater.operator.keeper.KeeperSettings;
import dev.headwater.operator.kube.Informers;
import dev.headwater.operator.kube.Role;
import dev.headwater.operator.kube.SnapshotCatalog;
import dev.headwater.operator.retention.RetentionReconciler;
import dev.headwater.operator.retention.RetentionTimes;
import dev.headwater.operator.run.RunMeters;
import dev.headwater.operator.run.RunReconciler;
import dev.headwater.operator.status.EventPublisher;
import dev.headwater.operator.storage.ProbeReconciler;
import dev.headwater.operator.storage.ProbeSettings;
import dev.headwater.operator.storage.StandingGatherer;
import dev.headwater.operator.stream.OnDemandReconciler;
import dev.headwater.operator.stream.StreamReconciler;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;

/** Puts the controllers together. */
public final class OperatorFactory {
    /** They wait for the API server most of the time, and fifty jobs may ask at once. */
    private static final int THREADS = 16;

    /** An error is looked at again soon, then ever more rarely, and never given up. */
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);

    private static final Duration LAST_RETRY = Duration.ofSeconds(15);

    /** The net below all events: a lost one costs this much at most. */
    private static final Duration MAX_INTERVAL = Duration.ofMinutes(5);

    /** A reconciliation is at most a dozen API calls; those under way may end when the operator is stopped. */
    private static final Duration TERMINATION = Duration.ofSeconds(5);

    /**
     * An operator that is not started yet.
     *
     * @param unready how often a stream that cannot serve is looked at
     * @param github who is asked about jobs that show no token; empty: nobody
     * @param election empty: this operator works without asking whether another one does
     */
    public static Operator create(
            KubernetesClient client,
            String vault,
            KeeperSettings keepers,
            ProbeSettings probes,
            CaptureSettings capture,
            RetentionTimes retention,
            Duration unready,
            Optional<GithubWitness> github,
            Optional<LeaderElectionConfiguration> election,
            MeterRegistry meters,
            Clock clock) {
        var operator = new Operator(configuration -> {
            configuration
                    .withKubernetesClient(client)
                    .withMetrics(MicrometerMetricsV2.newBuilder(meters).build())
                    .withConcurrentReconciliationThreads(THREADS)
                    .withReconciliationTerminationTimeout(TERMINATION)
                    .checkingCRDAndValidateLocalModel(false)
                    .withCloseClientOnStop(false);
            election.ifPresent(configuration::withLeaderElectionConfiguration);
        });
        var standings = new StandingGatherer(client, vault, probes);
        var events = new EventPublisher(client, meters, Executors.newVirtualThreadPerTaskExecutor());
        var catalog = SnapshotCatalog.watching(client, vault);
        operator.register(
                new RunReconciler(
                        client,
                        vault,
                        keepers,
                        standings,
                        capture,
                        catalog,
                        events,
                        new RunMeters(meters),
                        github,
                        clock),
                settings -> common(settings, "runs").withGenerationAware(false));
        operator.register(
                new StreamReconciler(client, vault, standings, unready, clock),
                settings -> common(settings, "streams"));
        operator.register(
                new RetentionReconciler(client, vault, catalog, retention, events, meters, clock),
                settings -> common(settings, "retention")
                        .withItemStore(Informers.withoutStatus())
                        .withTriggerReconcilerOnAllEvents(true));
        operator.register(
                new ProbeReconciler(client, vault, probes, clock),
                settings -> common(settings, "probes")
                        .settingNamespace(vault)
                        .withLabelSelector(Role.PROBE.selector())
                        .withGenerationAware(false));
        operator.register(
                new OnDemandReconciler(client),
                settings -> common(settings, "on-demand-streams")
                        .withGenerationAware(false)
                        .withOnUpdateFilter((run, before) -> isDecided(run) && !isDecided(before)));
        return operator;
    }

    /** A stream is made for what the journal says, so nothing before it and nothing after it matters. */
    private static boolean isDecided(BuildSnapshotRun run) {
        return run.getStatus() != null && run.getStatus().restore() != null;
    }

    /** Status is written with our own field manager; retries never end, because the cluster heals later than five attempts. */
    private static <R extends HasMetadata> ControllerConfigurationOverrider<R> common(
            ControllerConfigurationOverrider<R> settings, String name) {
        return settings.withName(name)
                .watchingAllNamespaces()
                .withFieldManager(Api.OPERATOR_MANAGER)
                .withItemStore(Informers.lean())
                .withReconciliationMaxInterval(MAX_INTERVAL)
                .withRetry(new GenericRetry()
                        .setInitialInterval(FIRST_RETRY)
                        .setIntervalMultiplier(2)
                        .setMaxInterval(LAST_RETRY.toMillis())
                        .withoutMaxAttempts());
    }

    private OperatorFactory() {}
}
