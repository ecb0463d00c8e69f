package dev.headwater.operator.kube;

import dev.headwater.api.v1alpha1.RunSpec;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the asking pod when it is needed; pods of tenants are never watched. */
public final class JobPodReader {
    /** Set by an administrator who knows that the node does not run any more; Kubernetes then detaches its volumes by force. */
    private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

    /** The cluster drives the pods of a silent node out after five minutes; an hour is longer than a restart or a broken switch lasts. */
    private static final Duration SILENCE = Duration.ofHours(1);

    private final KubernetesClient client;

    public JobPodReader(KubernetesClient client) {
        this.client = client;
    }

    public JobPod read(String namespace, RunSpec.Pod asked) {
        var named = named(namespace, asked);
        return named.filter(pod -> isAsked(pod, asked))
                .<JobPod>map(JobPod.Present::new)
                .orElseGet(() -> gone(named, node(asked)));
    }

    /**
     * The same, which takes a node for lost that has been silent for an hour, where its pod is gone or was asked to go: nobody may ever come
     * who declares it dead.
     */
    public JobPod read(String namespace, RunSpec.Pod asked, Instant now) {
        var named = named(namespace, asked);
        var present = named.filter(pod -> isAsked(pod, asked)).map(JobPod.Present::new);
        if (present.filter(known -> !VaultObject.isDeleting(known.pod())).isPresent()) {
            return present.get();
        }
        var node = node(asked);
        return isSilent(node, now.minus(SILENCE))
                ? new JobPod.GoneWithNode()
                : present.<JobPod>map(known -> known).orElseGet(() -> gone(named, node));
    }

    private Optional<Pod> named(String namespace, RunSpec.Pod asked) {
        return Optional.ofNullable(
                client.pods().inNamespace(namespace).withName(asked.name()).get());
    }

    private @Nullable Node node(RunSpec.Pod asked) {
        return client.nodes().withName(asked.node()).get();
    }

    private static boolean isAsked(Pod pod, RunSpec.Pod asked) {
        return pod.getMetadata().getUid().equals(asked.uid());
    }

    private static JobPod gone(Optional<Pod> named, @Nullable Node node) {
        if (isLost(node)) {
            return new JobPod.GoneWithNode();
        }
        return named.isEmpty() ? new JobPod.Gone() : new JobPod.Replaced();
    }

    private static boolean isLost(@Nullable Node node) {
        return node == null
                || node.getSpec().getTaints().stream()
                        .anyMatch(taint -> taint.getKey().equals(OUT_OF_SERVICE));
    }

    /** Whether the node has not said since then that it is well. */
    private static boolean isSilent(@Nullable Node node, Instant since) {
        return node != null
                && node.getStatus() != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("Unknown")
                                && condition.getLastTransitionTime() != null
                                && Instant.parse(condition.getLastTransitionTime())
                                        .isBefore(since));
    }
}
