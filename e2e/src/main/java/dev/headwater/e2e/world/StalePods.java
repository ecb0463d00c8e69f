package dev.headwater.e2e.world;

import dev.headwater.e2e.cluster.Cluster;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;

/**
 * Pods of the release that run an image which has been built anew since under the same tag. Helm sees no difference, so they are started
 * again here.
 */
record StalePods(World world, Cluster cluster) {

    void replace(Progress progress) {
        if (world.client().pods().inNamespace(World.RELEASE).list().getItems().stream()
                .anyMatch(this::isStale)) {
            progress.say("kubectl rollout restart: the images are newer than the pods");
            world.kubectl("-n", World.RELEASE, "rollout", "restart", "deployments,daemonsets");
            world.kubectl("-n", World.RELEASE, "rollout", "status", "deployments,daemonsets", "--timeout", "2m");
        }
    }

    private boolean isStale(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .anyMatch(container -> cluster.imageConfig(container.getImage())
                        .filter(config -> !runs(pod, container, config))
                        .isPresent());
    }

    private static boolean runs(Pod pod, Container container, String config) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals(container.getName()))
                .anyMatch(status -> status.getImageID().endsWith(config));
    }
}
