package dev.headwater.operator.trust;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Map;
import java.util.Optional;

/**
 * Reads who started a pod. The kind of the runner controller is read as it lies there, without classes of its own: a cluster that does
 * not have it has no such runners.
 */
public final class RunnerGatherer {
    private static final String GROUP = "actions.github.com";
    private static final String VERSION = "v1alpha1";
    private static final String KIND = "EphemeralRunner";
    private static final ResourceDefinitionContext RUNNERS = new ResourceDefinitionContext.Builder()
            .withGroup(GROUP)
            .withVersion(VERSION)
            .withKind(KIND)
            .withPlural("ephemeralrunners")
            .withNamespaced(true)
            .build();

    private final KubernetesClient client;

    public RunnerGatherer(KubernetesClient client) {
        this.client = client;
    }

    /**
     * The runner of a pod has the pod's name, and so at most one pod at a time. That nobody else says that it is the owner of a pod is the API
     * server's to see, which knows who writes one (the chart's admission policy {@code headwater-runners}).
     */
    public Runner gather(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(RunnerGatherer::isRunner)
                .filter(owner -> owner.getName().equals(pod.getMetadata().getName()))
                .findFirst()
                .flatMap(owner -> runner(pod.getMetadata().getNamespace(), owner))
                .orElseGet(Runner.Unknown::new);
    }

    private static boolean isRunner(OwnerReference owner) {
        return Boolean.TRUE.equals(owner.getController())
                && KIND.equals(owner.getKind())
                && (GROUP + "/" + VERSION).equals(owner.getApiVersion());
    }

    /** By uid: a name alone is worth nothing. */
    private Optional<Runner> runner(String namespace, OwnerReference owner) {
        return Optional.ofNullable(client.genericKubernetesResources(RUNNERS)
                        .inNamespace(namespace)
                        .withName(owner.getName())
                        .get())
                .filter(runner -> owner.getUid().equals(runner.getMetadata().getUid()))
                .map(RunnerGatherer::status)
                .filter(status -> text(status, "runnerName").equals(Optional.of(owner.getName())))
                .flatMap(status -> ephemeral(status, owner.getName()));
    }

    private static Map<?, ?> status(GenericKubernetesResource runner) {
        return runner.getAdditionalProperties().get("status") instanceof Map<?, ?> known ? known : Map.of();
    }

    /** The controller registers a runner before it makes its pod; an object that it never looked at is nobody's runner. */
    private static Optional<Runner> ephemeral(Map<?, ?> status, String name) {
        return number(status, "runnerId")
                .map(id -> new Runner.Ephemeral(
                        id,
                        name,
                        text(status, "jobRepositoryName"),
                        number(status, "workflowRunId"),
                        text(status, "jobWorkflowRef")));
    }

    /** Empty where it is 0, as a field that was not filled in can be. */
    private static Optional<Long> number(Map<?, ?> status, String field) {
        return Optional.ofNullable(status.get(field))
                .filter(Number.class::isInstance)
                .map(number -> ((Number) number).longValue())
                .filter(number -> number != 0);
    }

    private static Optional<String> text(Map<?, ?> status, String field) {
        return Optional.ofNullable(status.get(field)).map(String::valueOf).filter(text -> !text.isEmpty());
    }
}
