package dev.headwater.e2e.arc;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values of the chart gha-runner-scale-set. Those that are not listed here are refused. */
public record ScaleSetValues(
        @JsonProperty(required = true) String githubConfigUrl,
        @JsonProperty(required = true) String githubConfigSecret,
        @Nullable String runnerScaleSetName,
        @Nullable Integer minRunners,
        @Nullable Integer maxRunners,
        @Nullable ContainerMode containerMode,
        @JsonProperty(required = true) PodTemplateSpec template) {

    /** How jobs with {@code container:} are run. */
    public record ContainerMode(
            @JsonProperty(required = true) String type) {}

    /** The container that ends the runner when it ends; all others are beside it. */
    public static final String RUNNER = "runner";

    private static final String KUBERNETES = "kubernetes-novolume";

    private static final List<EnvVar> KUBERNETES_ENV = List.of(
            variable("ACTIONS_RUNNER_CONTAINER_HOOKS", "/home/runner/k8s-novolume/index.js"),
            new EnvVarBuilder()
                    .withName("ACTIONS_RUNNER_POD_NAME")
                    .withNewValueFrom()
                    .withNewFieldRef()
                    .withFieldPath("metadata.name")
                    .endFieldRef()
                    .endValueFrom()
                    .build(),
            variable("ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER", "true"));

    public static ScaleSetValues parse(String yaml) {
        return Serialization.unmarshal(yaml, ScaleSetValues.class);
    }

    /** What the chart makes of them, with the name of the release where no other is given. */
    public ScaleSet render(String namespace, String release) {
        var name = Optional.ofNullable(runnerScaleSetName).orElse(release);
        return new ScaleSet(
                namespace,
                name,
                Objects.requireNonNullElse(minRunners, 0),
                Objects.requireNonNullElse(maxRunners, Integer.MAX_VALUE),
                rendered(name));
    }

    /** The account of the runners' pods in the kubernetes mode, which may make job pods; in all others it has no right. */
    static String kubernetesAccount(String name) {
        return name + "-gha-rs-kube-mode";
    }

    private boolean isKubernetes() {
        var type = Optional.ofNullable(containerMode).map(ContainerMode::type).orElse("");
        return switch (type) {
            case "" -> false;
            case KUBERNETES -> true;
            default ->
                throw new IllegalArgumentException(
                        "Container mode '%s' adds containers of its own, which take no mounts: leave".formatted(type)
                                + " containerMode out and write the template in full.");
        };
    }

    private PodTemplateSpec rendered(String name) {
        var rendered = new PodTemplateSpecBuilder(template)
                .editSpec()
                .withRestartPolicy("Never")
                .withContainers(template.getSpec().getContainers().stream()
                        .map(this::rendered)
                        .toList());
        if (template.getSpec().getServiceAccountName() == null) {
            rendered.withServiceAccountName(isKubernetes() ? kubernetesAccount(name) : name + "-gha-rs-no-permission");
        }
        return rendered.endSpec().build();
    }

    private Container rendered(Container container) {
        if (!isKubernetes() || !container.getName().equals(RUNNER)) {
            return container;
        }
        return new ContainerBuilder(container)
                .withEnv(Stream.concat(KUBERNETES_ENV.stream(), container.getEnv().stream())
                        .toList())
                .build();
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }
}
