package dev.headwater.chart;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An API server with the chart applied to it, and clients that act as somebody. */
final class Cluster implements AutoCloseable {
    static final String TENANT_NAMESPACE = "ci";

    /** As a header says it: a slash in a name is escaped. */
    private static final String NODE_NAME = "authentication.kubernetes.io%2fnode-name";

    private final String kubeConfig;
    final KubernetesClient admin;

    Cluster(String kubeConfig) {
        this.kubeConfig = kubeConfig;
        this.admin = client(config());
    }

    /** Every object of the chart, read strictly: a misspelt field is an error. */
    void install(List<HasMetadata> chart) {
        for (var namespace : List.of(Chart.NAMESPACE, TENANT_NAMESPACE)) {
            admin.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .endMetadata()
                            .build())
                    .create();
        }
        for (var object : chart) {
            admin.resource(object).fieldValidation(Validation.STRICT).create();
        }
        Chart.only(CustomResourceDefinition.class, chart)
                .forEach(crd -> admin.resource(crd).waitUntilCondition(Cluster::isServed, 20, TimeUnit.SECONDS));
    }

    KubernetesClient as(String user) {
        return as(user, Map.of());
    }

    KubernetesClient asServiceAccount(String name) {
        return as(serviceAccount(name));
    }

    /** The node plugin with a token that was issued for a pod on this node. */
    KubernetesClient asNodePluginOf(String node) {
        return as(serviceAccount("headwater-node-plugin"), Map.of(NODE_NAME, List.of(node)));
    }

    KubernetesClient withToken(String token) {
        var known = config();
        return client(new ConfigBuilder(Config.empty())
                .withMasterUrl(known.getMasterUrl())
                .withCaCertFile(known.getCaCertFile())
                .withCaCertData(known.getCaCertData())
                .withOauthToken(token)
                .build());
    }

    private static String serviceAccount(String name) {
        return "system:serviceaccount:" + Chart.NAMESPACE + ":" + name;
    }

    private KubernetesClient as(String user, Map<String, List<String>> extras) {
        return client(new ConfigBuilder(config())
                .withImpersonateUsername(user)
                .withImpersonateExtras(extras)
                .build());
    }

    private Config config() {
        return Config.fromKubeconfig(kubeConfig);
    }

    private static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder().withConfig(config).build();
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

    @Override
    public void close() {
        admin.close();
    }
}
