package dev.headwater.operator.app;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.capture.CaptureSettings;
import dev.headwater.operator.explain.ExplainEndpoint;
import dev.headwater.operator.explain.Explainer;
import dev.headwater.operator.github.CredentialFiles;
import dev.headwater.operator.github.GithubWitness;
import dev.headwater.operator.keeper.KeeperSettings;
import dev.headwater.operator.kube.SnapshotCatalog;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.proof.CallerGatherer;
import dev.headwater.operator.proof.CertificatePublisher;
import dev.headwater.operator.proof.ProofDesk;
import dev.headwater.operator.proof.ProofEndpoint;
import dev.headwater.operator.proof.ProofServer;
import dev.headwater.operator.restore.CandidateGatherer;
import dev.headwater.operator.retention.RetentionTimes;
import dev.headwater.operator.status.EventPublisher;
import dev.headwater.operator.storage.ProbeSettings;
import dev.headwater.operator.trust.IssuerAuthorities;
import dev.headwater.operator.trust.IssuerKeys;
import dev.headwater.operator.trust.TokenVerifier;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The beans. */
final class Wiring {
    private static final String LEASE = "headwater-operator";

    /** A snapshot takes some seconds at least. */
    private static final Duration TURN = Duration.ofSeconds(3);

    private static final Duration UNREADY = Duration.ofSeconds(10);

    /** A probe is over within a minute, and its objects are not watched. */
    private static final Duration LOOK = Duration.ofMillis(500);

    /** An unknown key makes an issuer be asked anew, but whoever invents keys does not make it be asked all the time. */
    private static final Duration REFRESH_KEYS = Duration.ofSeconds(10);

    /** Over HTTP/1.1: a request that gets no answer then takes its connection with it, where HTTP/2 would go on using a dead one. */
    @Produces
    @Singleton
    KubernetesClient client() {
        var config = new ConfigBuilder(Config.autoConfigure(null))
                .withHttp2Disable(true)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    void close(@Disposes KubernetesClient client) {
        client.close();
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    /**
     * The framework registers {@code events.received} once with and once without an action, which Prometheus refuses: the one without
     * gets one that says so.
     */
    @Produces
    @Singleton
    MeterFilter sameTagsForEvents() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().endsWith("events.received") && id.getTag("action") == null
                        ? id.withTag(Tag.of("action", "NONE"))
                        : id;
            }
        };
    }

    @Produces
    @Singleton
    Operator operator(KubernetesClient client, MeterRegistry registry, OperatorConfig config, Clock clock) {
        var keeper = config.keeper();
        return OperatorFactory.create(
                client,
                config.vaultNamespace(),
                new KeeperSettings(
                        keeper.image(),
                        keeper.pullPolicy(),
                        keeper.pullSecrets().orElse(List.of()),
                        keeper.priorityClass(),
                        new Quantity(keeper.workMemory()),
                        keeper.lifetime()),
                new ProbeSettings(
                        config.probe().trustedDrivers().orElse(Set.of()),
                        config.probe().patience(),
                        LOOK,
                        keeper.image(),
                        keeper.pullPolicy(),
                        keeper.pullSecrets().orElse(List.of())),
                new CaptureSettings(config.capture().maxPending(), TURN),
                new RetentionTimes(
                        config.retention().grace(), config.retention().interval()),
                UNREADY,
                usable(() -> github(config.trust(), clock)),
                config.namespace().map(namespace -> election(namespace, config.podName())),
                registry,
                clock);
    }

    /** What is wrong with it is said at the start, and not when the first job waits. */
    private static Optional<GithubWitness> github(OperatorConfig.Trust trust, Clock clock) {
        return trust.github().folder().map(Path::of).map(CredentialFiles::new).map(credentials -> {
            credentials.check();
            return new GithubWitness(
                    GithubWitness.url(trust.github().url()),
                    credentials,
                    IssuerAuthorities.tls(trust.caBundle()),
                    clock);
        });
    }

    /** A setting that will not do ends the program with its sentence alone: who has to mend it needs no stack trace. */
    private static <T> T usable(Supplier<T> setting) {
        try {
            return setting.get();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    /** On every operator, also one that does not lead: it only reads. */
    void explain(@Observes Router router, KubernetesClient client, OperatorConfig config) {
        var gatherer = new CandidateGatherer(
                client,
                new StreamReader(client),
                new SnapshotReader(client, config.vaultNamespace()),
                SnapshotCatalog.unwatched());
        new ExplainEndpoint(new Explainer(client, gatherer)).route(router);
    }

    /** Where several operators run, each has one: whichever a node plugin reaches writes down what a token proves. */
    @Produces
    @Singleton
    Optional<ProofServer> proofs(
            Vertx vertx, KubernetesClient client, MeterRegistry registry, OperatorConfig config, Clock clock) {
        var trust = config.trust();
        var keys = new IssuerKeys(trust.issuers(), REFRESH_KEYS, usable(() -> IssuerAuthorities.tls(trust.caBundle())));
        var desk = new ProofDesk(
                client,
                new TokenVerifier(keys),
                new EventPublisher(client, registry, Executors.newVirtualThreadPerTaskExecutor()),
                clock);
        return config.namespace()
                .flatMap(namespace -> config.podName()
                        .map(pod -> new ProofServer(
                                vertx,
                                new ProofEndpoint(new CallerGatherer(client, namespace), desk),
                                new CertificatePublisher(client, namespace, pod),
                                "%s.%s.svc".formatted(Api.OPERATOR_SERVICE, namespace))));
    }

    private static LeaderElectionConfiguration election(String namespace, Optional<String> identity) {
        var election = LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                .withLeaseNamespace(namespace);
        identity.ifPresent(election::withIdentity);
        return election.build();
    }
}
