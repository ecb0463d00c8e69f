package dev.headwater.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubeapitest.junit.KubeConfig;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples, judged by a real API server: schema, rules and their estimated cost, defaults. */
@Tag("api")
@EnableKubeAPIServer
class SamplesApiTest {
    @KubeConfig
    static String kubeConfig = "";

    static KubernetesClient client;

    @BeforeAll
    static void the_API_server_accepts_the_CRDs() {
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeConfig))
                .build();
        for (var yaml : CustomResourceDefinitions.files().values()) {
            var crd = client.resource(Serialization.unmarshal(yaml, CustomResourceDefinition.class))
                    .create();
            client.resource(crd).waitUntilCondition(SamplesApiTest::isServed, 20, TimeUnit.SECONDS);
        }
    }

    @AfterAll
    static void close() {
        client.close();
    }

    @AfterEach
    void forgetSamples() {
        for (var kind : List.of(BuildSnapshotStream.class, BuildSnapshotPolicy.class, BuildSnapshotRun.class)) {
            client.resources(kind).inNamespace("default").delete();
        }
    }

    static List<Sample> valid() {
        return Sample.in("valid");
    }

    static List<Sample> invalid() {
        return Sample.in("invalid");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void accepts(Sample sample) {
        for (var version : sample.versions()) {
            assertThat(write(version).getAdditionalProperties().keySet())
                    .containsAll(version.getAdditionalProperties().keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refuses_with_a_sentence(Sample sample) {
        sample.versions().subList(0, sample.versions().size() - 1).forEach(this::write);

        assertThatThrownBy(() -> write(sample.versions().getLast()))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(sample.expected().orElseThrow());
    }

    @Test
    void defaults_are_visible_in_the_object() {
        var policy = new BuildSnapshotPolicy();
        policy.setMetadata(new ObjectMetaBuilder().withName("defaults").build());
        policy.setSpec(new PolicySpec(null, null, null, null, null, null, null, null, null));

        var spec = client.resource(policy).inNamespace("default").create().getSpec();

        assertThat(spec.restore())
                .isEqualTo(new PolicySpec.Restore(
                        List.of(PolicySpec.Lane.Own, PolicySpec.Lane.Base, PolicySpec.Lane.Default), null, "2m", "1m"));
        assertThat(spec.trust()).isEqualTo(new PolicySpec.Trust(TrustLevel.Claimed, TrustLevel.Latched));
        assertThat(spec.save())
                .isEqualTo(new PolicySpec.Save(
                        PolicySpec.When.Auto,
                        null,
                        PolicySpec.PullRequests.Never,
                        List.of("push", "schedule", "workflow_dispatch"),
                        null,
                        Milestone.Cut,
                        "60s"));
        assertThat(spec.onDemand()).isNull();
        assertThat(spec.volume())
                .extracting(volume -> String.valueOf(volume.size()))
                .isEqualTo("20Gi");
        assertThat(spec.limits()).isEqualTo(new PolicySpec.Limits(4, 200));
        assertThat(spec.retention()).isEqualTo(new PolicySpec.Retention(1, 3, "240h", "168h", null, 50));
    }

    @Test
    void a_stream_falls_back_to_main() {
        var stream = new BuildSnapshotStream();
        stream.setMetadata(new ObjectMetaBuilder().withName("defaults").build());
        stream.setSpec(new StreamSpec("acme/lambdas", "a", "/mnt/a", null, null, null, null, null, null));

        assertThat(client.resource(stream)
                        .inNamespace("default")
                        .create()
                        .getSpec()
                        .defaultBranch())
                .isEqualTo("main");
    }

    private GenericKubernetesResource write(GenericKubernetesResource version) {
        var resource = client.resource(version).inNamespace("default");
        var written = resource.get() == null ? resource.create() : resource.update();
        if (!version.getAdditionalProperties().containsKey("status")) {
            return written;
        }
        written.setAdditionalProperties(version.getAdditionalProperties());
        return client.resource(written).updateStatus();
    }

    /** A new CRD has a status without conditions for a moment. */
    private static boolean isServed(CustomResourceDefinition crd) {
        return Optional.ofNullable(crd)
                .map(CustomResourceDefinition::getStatus)
                .map(CustomResourceDefinitionStatus::getConditions)
                .orElse(List.of())
                .stream()
                .anyMatch(condition -> condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
    }
}
