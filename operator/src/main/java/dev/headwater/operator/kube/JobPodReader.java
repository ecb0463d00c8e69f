package dev.headwater.operator.kube;

import dev.headwater.api.v1alpha1.RunSpec;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/** Reads the asking pod when it is needed; pods of tenants are never watched. */
public final class JobPodReader {
    /** Set by an administrator who knows that the node does not run any more; Kubernetes then detaches its volumes by force. */
    private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

    private final KubernetesClient client;

    public JobPodReader(KubernetesClient client) {
        this.client = client;
    }

    public JobPod read(String namespace, RunSpec.Pod asked) {
        var pod = client.pods().inNamespace(namespace).withName(asked.name()).get();
        if (pod != null && pod.getMetadata().getUid().equals(asked.uid())) {
            return new JobPod.Present(pod);
        }
        if (isLost(client.nodes().withName(asked.node()).get())) {
            return new JobPod.GoneWithNode();
        }
        return pod == null ? new JobPod.Gone() : new JobPod.Replaced();
    }

    private static boolean isLost(@Nullable Node node) {
        return node == null
                || node.getSpec().getTaints().stream()
                        .anyMatch(taint -> taint.getKey().equals(OUT_OF_SERVICE));
    }
}
