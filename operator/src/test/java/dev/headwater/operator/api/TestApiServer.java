package dev.headwater.operator.api;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.Given;
import dev.headwater.operator.app.OperatorFactory;
import dev.headwater.operator.capture.CaptureSettings;
import dev.headwater.operator.github.GithubWitness;
import dev.headwater.operator.keeper.KeeperSettings;
import dev.headwater.operator.kube.Role;
import dev.headwater.operator.kube.SnapshotCatalog;
import dev.headwater.operator.retention.RetentionReconciler;
import dev.headwater.operator.retention.RetentionTimes;
import dev.headwater.operator.status.EventPublisher;
import dev.headwater.operator.storage.ProbeReconciler;
import dev.headwater.operator.storage.ProbeSettings;
import dev.headwater.operator.storage.StandingGatherer;
import dev.headwater.operator.stream.StreamReconciler;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotClassBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A real API server with the CRDs of this project, and those of snapshots. */
public final class TestApiServer {
    /** Folder of the programs that {@code ./dev} builds, and of the snapshot CRDs that belong to them. */
    private static final String BINARIES = "HEADWATER_BINARIES";

    /** With the storage of a driver that is not trusted. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration UNREADY = Duration.ofSeconds(1);

    public static KubernetesClient client(String kubeConfig) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeConfig))
                .build();
    }

    /** An operator that is not started yet, asks nobody whether it leads, and takes the driver on trust. */
    static Operator operator(KubernetesClient client) {
        return operator(client, new SimpleMeterRegistry());
    }

    /** The same, which counts what it does here. */
    static Operator operator(KubernetesClient client, MeterRegistry meters) {
        return operator(client, probing(Set.of(Given.DRIVER)), 2, Optional.empty(), meters, Clock.systemUTC());
    }

    /** The same, which asks GitHub about jobs that show no token. */
    static Operator operator(KubernetesClient client, GithubWitness github, MeterRegistry meters, Clock clock) {
        return operator(client, probing(Set.of(Given.DRIVER)), 2, Optional.of(github), meters, clock);
    }

    /** One that lets so many snapshots be under way at a time. */
    static Operator operator(KubernetesClient client, int mostPending) {
        return operator(
                client,
                probing(Set.of(Given.DRIVER)),
                mostPending,
                Optional.empty(),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    /** One that trusts no driver, by a clock of the test's. */
    static Operator probing(KubernetesClient client, Clock clock) {
        return operator(client, probing(Set.of()), 2, Optional.empty(), new SimpleMeterRegistry(), clock);
    }

    private static ProbeSettings probing(Set<String> trusted) {
        return new ProbeSettings(trusted, PATIENCE, SOON, "keeper", "Never", List.of());
    }

    private static Operator operator(
            KubernetesClient client,
            ProbeSettings probes,
            int mostPending,
            Optional<GithubWitness> github,
            MeterRegistry meters,
            Clock clock) {
        return OperatorFactory.create(
                client,
                Given.VAULT,
                new KeeperSettings(
                        "keeper", "Never", List.of(), Optional.empty(), new Quantity("512Mi"), Duration.ofHours(24)),
                probes,
                new CaptureSettings(mostPending, SOON),
                new RetentionTimes(Duration.ofMinutes(10), Duration.ofMinutes(2)),
                UNREADY,
                github,
                Optional.empty(),
                meters,
                clock);
    }

    /** One that does nothing yet. */
    private static Operator idle(KubernetesClient client) {
        return new Operator(configuration -> configuration
                .withKubernetesClient(client)
                .checkingCRDAndValidateLocalModel(false)
                .withCloseClientOnStop(false));
    }

    /** One that only looks after streams and the classes that they need, none of which it trusts. */
    static Operator proving(KubernetesClient client, Clock clock) {
        var operator = idle(client);
        var settings = probing(Set.of());
        operator.register(
                new StreamReconciler(
                        client, Given.VAULT, new StandingGatherer(client, Given.VAULT, settings), UNREADY, clock),
                streams -> streams.withName("streams").watchingAllNamespaces().withFieldManager(Api.OPERATOR_MANAGER));
        operator.register(
                new ProbeReconciler(client, Given.VAULT, settings, clock),
                probes -> probes.withName("probes")
                        .settingNamespace(Given.VAULT)
                        .withLabelSelector(Role.PROBE.selector())
                        .withGenerationAware(false));
        return operator;
    }

    /** One that only looks after snapshots, all the time, by a clock of the test's. */
    static Operator retaining(KubernetesClient client, RetentionTimes times, Clock clock) {
        var operator = idle(client);
        var meters = new SimpleMeterRegistry();
        operator.register(
                new RetentionReconciler(
                        client,
                        Given.VAULT,
                        SnapshotCatalog.watching(client, Given.VAULT),
                        times,
                        new EventPublisher(client, meters, Runnable::run),
                        meters,
                        clock),
                settings ->
                        settings.withName("retention").watchingAllNamespaces().withTriggerReconcilerOnAllEvents(true));
        return operator;
    }

    public static void prepare(KubernetesClient client) {
        apply(client, Path.of("../helm/headwater/api"));
        for (var name : new String[] {Given.NAMESPACE, Given.VAULT}) {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
        }
        client.resource(new StorageClassBuilder()
                        .withNewMetadata()
                        .withName("block")
                        .addToAnnotations("storageclass.kubernetes.io/is-default-class", "true")
                        .endMetadata()
                        .withProvisioner(Given.DRIVER)
                        .withVolumeBindingMode("WaitForFirstConsumer")
                        .build())
                .create();
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(Given.NODE)
                        .endMetadata()
                        .build())
                .create();
    }

    public static void installSnapshotCrds(KubernetesClient client) {
        var binaries = Objects.requireNonNull(System.getenv(BINARIES), BINARIES + " is not set; use ./dev test");
        apply(client, Path.of(binaries, "crds"));
        client.resource(new VolumeSnapshotClassBuilder()
                        .withNewMetadata()
                        .withName("block")
                        .addToAnnotations("snapshot.storage.kubernetes.io/is-default-class", "true")
                        .endMetadata()
                        .withDriver(Given.DRIVER)
                        .withDeletionPolicy("Retain")
                        .build())
                .create();
    }

    private static void apply(KubernetesClient client, Path folder) {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var crd = client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .load(Files.newInputStream(file))
                        .create();
                client.resource(crd).waitUntilCondition(TestApiServer::isServed, 20, TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isServed(CustomResourceDefinition crd) {
        return crd != null
                && crd.getStatus() != null
                && crd.getStatus().getConditions() != null
                && crd.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    private TestApiServer() {}
}
