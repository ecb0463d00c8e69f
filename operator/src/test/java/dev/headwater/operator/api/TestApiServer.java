package dev.headwater.operator.api;

import dev.headwater.operator.Given;
import dev.headwater.operator.app.OperatorFactory;
import dev.headwater.operator.capture.CaptureSettings;
import dev.headwater.operator.keeper.KeeperSettings;
import dev.headwater.operator.kube.SnapshotCatalog;
import dev.headwater.operator.retention.RetentionReconciler;
import dev.headwater.operator.retention.RetentionTimes;
import dev.headwater.operator.status.EventPublisher;
import dev.headwater.operator.storage.ProbeSettings;
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
        return operator(
                client,
                new ProbeSettings(Set.of(Given.DRIVER), Duration.ofMinutes(1), "keeper", "Never", List.of()),
                meters);
    }

    /** One that probes drivers that it is not told to trust. */
    static Operator operator(KubernetesClient client, ProbeSettings probes) {
        return operator(client, probes, new SimpleMeterRegistry());
    }

    private static Operator operator(KubernetesClient client, ProbeSettings probes, MeterRegistry meters) {
        return OperatorFactory.create(
                client,
                Given.VAULT,
                new KeeperSettings(
                        "keeper", "Never", List.of(), Optional.empty(), new Quantity("512Mi"), Duration.ofHours(24)),
                probes,
                new CaptureSettings(2),
                new RetentionTimes(Duration.ofMinutes(10), Duration.ofMinutes(2)),
                Optional.empty(),
                meters,
                Clock.systemUTC());
    }

    /** One that only looks after snapshots, all the time, by a clock of the test's. */
    static Operator retaining(KubernetesClient client, RetentionTimes times, Clock clock) {
        var operator = new Operator(configuration -> configuration
                .withKubernetesClient(client)
                .checkingCRDAndValidateLocalModel(false)
                .withCloseClientOnStop(false));
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
