package dev.headwater.operator.proof;

import dev.headwater.api.v1alpha1.Api;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells node plugins with which certificate this operator serves: in the ConfigMap that the chart makes, beside those of other operators. */
public final class CertificatePublisher {
    private static final Logger LOG = LoggerFactory.getLogger(CertificatePublisher.class);

    private final KubernetesClient client;
    private final String namespace;
    private final String pod;

    /**
     * @param namespace of the release
     * @param pod name of this operator's
     */
    public CertificatePublisher(KubernetesClient client, String namespace, String pod) {
        this.client = client;
        this.namespace = namespace;
        this.pod = pod;
    }

    /** Those of operators that are gone go with it. */
    void publish(String certificate) {
        var published = published().get();
        if (published == null) {
            LOG.warn(
                    "There is no ConfigMap {}/{}: tokens of jobs do not arrive.", namespace, Api.OPERATOR_CERTIFICATES);
            return;
        }
        Map<String, @Nullable String> data = new HashMap<>();
        Optional.ofNullable(published.getData()).orElse(Map.of()).keySet().stream()
                .filter(this::isGone)
                .forEach(gone -> data.put(gone, null));
        data.put(pod, certificate);
        published().patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("data", data)));
    }

    private boolean isGone(String operator) {
        return client.pods().inNamespace(namespace).withName(operator).get() == null;
    }

    private Resource<ConfigMap> published() {
        return client.configMaps().inNamespace(namespace).withName(Api.OPERATOR_CERTIFICATES);
    }
}
