package dev.headwater.operator.api;

import dev.headwater.operator.Given;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The runner controller of GitHub Actions, as far as anybody but it can see: runners that own pods, and what its listener says of their jobs. */
final class RunnerScaleSet {
    private static final String GROUP = "actions.github.com";

    private final KubernetesClient client;

    RunnerScaleSet(KubernetesClient client) {
        this.client = client;
    }

    void install() {
        var crd = client.resource(new CustomResourceDefinitionBuilder()
                        .withNewMetadata()
                        .withName("ephemeralrunners." + GROUP)
                        .endMetadata()
                        .withNewSpec()
                        .withGroup(GROUP)
                        .withScope("Namespaced")
                        .withNewNames()
                        .withKind("EphemeralRunner")
                        .withPlural("ephemeralrunners")
                        .withSingular("ephemeralrunner")
                        .endNames()
                        .addNewVersion()
                        .withName("v1alpha1")
                        .withServed(true)
                        .withStorage(true)
                        .withNewSubresources()
                        .withNewStatus()
                        .endStatus()
                        .endSubresources()
                        .withNewSchema()
                        .withNewOpenAPIV3Schema()
                        .withType("object")
                        .withXKubernetesPreserveUnknownFields(true)
                        .endOpenAPIV3Schema()
                        .endSchema()
                        .endVersion()
                        .endSpec()
                        .build())
                .create();
        client.resource(crd)
                .waitUntilCondition(
                        known -> known != null
                                && known.getStatus() != null
                                && known.getStatus().getConditions().stream()
                                        .anyMatch(
                                                condition -> condition.getType().equals("Established")
                                                        && condition.getStatus().equals("True")),
                        20,
                        TimeUnit.SECONDS);
    }

    /** A runner that is registered, and whose job nobody knows yet. */
    GenericKubernetesResource starts(String name) {
        var runner = declares(name);
        status(runner, Map.of("runnerId", 7, "runnerName", name));
        return runner;
    }

    /** An object that no controller has looked at. */
    GenericKubernetesResource declares(String name) {
        return client.resource(new GenericKubernetesResourceBuilder()
                        .withApiVersion(GROUP + "/v1alpha1")
                        .withKind("EphemeralRunner")
                        .withNewMetadata()
                        .withNamespace(Given.NAMESPACE)
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    /** As its pod names it. */
    static OwnerReference owner(GenericKubernetesResource runner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(GROUP + "/v1alpha1")
                .withKind("EphemeralRunner")
                .withName(runner.getMetadata().getName())
                .withUid(runner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /** What the listener heard of the runner's job; it may be late. */
    void listener_says(GenericKubernetesResource runner, Map<String, Object> ofTheJob) {
        status(runner, ofTheJob);
    }

    private void status(GenericKubernetesResource runner, Map<String, Object> fields) {
        client.resource(runner)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("status", fields)));
    }

    void removes(GenericKubernetesResource runner) {
        client.resource(runner).delete();
    }
}
