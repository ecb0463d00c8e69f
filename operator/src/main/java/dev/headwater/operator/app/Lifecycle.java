package dev.headwater.operator.app;

import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.proof.ProofServer;
import dev.headwater.operator.retention.StraySweep;
import dev.headwater.operator.run.OrphanSweep;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Start and stop of the controllers and of the sweeps. */
@Singleton
final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final Operator operator;
    private final KubernetesClient client;
    private final OperatorConfig config;
    private final OrphanSweep orphans;
    private final StraySweep strays;
    private final Optional<ProofServer> proofs;
    private final Clock clock;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sweep").daemon().factory());

    @Inject
    Lifecycle(
            Operator operator,
            KubernetesClient client,
            OperatorConfig config,
            Optional<ProofServer> proofs,
            MeterRegistry meters,
            Clock clock) {
        this.operator = operator;
        this.client = client;
        this.config = config;
        this.proofs = proofs;
        this.clock = clock;
        this.orphans = new OrphanSweep(client, config.vaultNamespace(), meters, clock);
        this.strays = new StraySweep(client, config.vaultNamespace(), meters, clock);
    }

    void start() {
        if (!new SnapshotReader(client, config.vaultNamespace()).isServed()) {
            LOG.warn(
                    "The cluster does not serve snapshot.storage.k8s.io/v1: jobs run cold until its CRDs are installed.");
        }
        proofs.ifPresent(server -> server.start(config.trust().port(), clock.instant()));
        operator.start();
        var interval = config.sweepInterval().toMillis();
        var _ = sweeper.scheduleWithFixedDelay(this::sweep, interval, interval, TimeUnit.MILLISECONDS);
        LOG.info("started; the vault is {}", config.vaultNamespace());
    }

    /** Only what was started: an uninstall check has no controllers. */
    void stop(@Observes(notifyObserver = Reception.IF_EXISTS) ShutdownEvent event) {
        sweeper.shutdownNow();
        operator.stop();
    }

    private void sweep() {
        attempt("orphans", orphans::sweep);
        attempt("stray runs", strays::sweep);
    }

    /** A sweep that fails is only late. */
    private static void attempt(String aim, Runnable sweep) {
        try {
            sweep.run();
        } catch (KubernetesClientException e) {
            LOG.warn("the sweep for {} failed and is repeated: {}", aim, e.getMessage());
        }
    }
}
