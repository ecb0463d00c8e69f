package dev.headwater.operator.storage;

import dev.headwater.operator.kube.VaultObject;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.Optional;

/** The ConfigMaps that ask for probes, and keep their results. */
final class Probes {
    /** An object of the release in the vault: what is its dependent goes when the release is uninstalled. */
    private static final String RELEASE = "headwater-probes";

    private final KubernetesClient client;
    private final String vault;

    Probes(KubernetesClient client, String vault) {
        this.client = client;
        this.vault = vault;
    }

    Optional<ProbeJournal> find(ClassSet classes) {
        return find(classes.probe()).map(ProbeJournal::of);
    }

    /** One that is being deleted says nothing any more. */
    Optional<ConfigMap> find(String name) {
        return Optional.ofNullable(named(name).get()).filter(found -> !VaultObject.isDeleting(found));
    }

    void request(ClassSet classes) {
        var release = Optional.<HasMetadata>ofNullable(named(RELEASE).get());
        try {
            client.resource(DesiredProbe.request(classes, vault, release)).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private Resource<ConfigMap> named(String name) {
        return client.configMaps().inNamespace(vault).withName(name);
    }
}
