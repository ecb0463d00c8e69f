package dev.headwater.operator.kube;

import dev.headwater.api.v1alpha1.RunSpec;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Reads the asking pod when it is needed; pods of tenants are never watched. */
public final class JobPodReader {
    private final KubernetesClient client;

    public JobPodReader(KubernetesClient client) {
        this.client = client;
    }

    public JobPod read(String namespace, RunSpec.Pod asked) {
        var pod = client.pods().inNamespace(namespace).withName(asked.name()).get();
        if (pod != null && pod.getMetadata().getUid().equals(asked.uid())) {
            return new JobPod.Present(pod);
        }
        var node = client.nodes().withName(asked.node()).get();
        return node == null ? new JobPod.GoneWithNode() : new JobPod.Gone();
    }
}
