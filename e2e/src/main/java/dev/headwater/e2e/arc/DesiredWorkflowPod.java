package dev.headwater.e2e.arc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The pod that runner-container-hooks make for a job with {@code container:}, merged with a hook template by its rules (their ADR 0072 and
 * mergePodSpecWithOptions): volumes are added; the container {@code $job} adds to env, volumeMounts and ports, its other fields replace, its
 * name and image do not count; other containers are added; every other field of the spec replaces.
 */
final class DesiredWorkflowPod {
    /** Name of the container that runs the steps. */
    static final String JOB = "job";

    private static final String TEMPLATE_OF_JOB = "$job";
    private static final int MAX_NAME = 54;
    private static final Set<String> IGNORED = Set.of("name", "image");
    private static final Set<String> ADDED = Set.of("env", "volumeMounts", "ports");

    private DesiredWorkflowPod() {}

    /** Nobody owns it: it goes when the hook that ends the job deletes it, or the runner's controller by its label. */
    static Pod of(String namespace, String runner, String template, String image) {
        var pod = (ObjectNode) Serialization.jsonMapper().valueToTree(plain(namespace, runner, image));
        var extension = Serialization.unmarshal(template, JsonNode.class);
        for (var field : List.of("labels", "annotations")) {
            merge((ObjectNode) pod.get("metadata"), field, extension.at("/metadata/" + field));
        }
        extension
                .path("spec")
                .properties()
                .forEach(entry -> mergeSpec((ObjectNode) pod.get("spec"), entry.getKey(), entry.getValue()));
        return Serialization.jsonMapper().convertValue(pod, Pod.class);
    }

    private static Pod plain(String namespace, String runner, String image) {
        var name = runner.substring(0, Math.min(MAX_NAME, runner.length())) + "-workflow";
        // @formatter:off
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels("runner-pod", runner)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withContainers(new ContainerBuilder()
                        .withName(JOB)
                        .withImage(image)
                        .withCommand("tail")
                        .withArgs("-f", "/dev/null")
                        .addNewEnv()
                        .withName("GITHUB_ACTIONS")
                        .withValue("true")
                        .endEnv()
                        .addNewEnv()
                        .withName("CI")
                        .withValue("true")
                        .endEnv()
                        .addNewVolumeMount()
                        .withName("work")
                        .withMountPath("/__w")
                        .endVolumeMount()
                        .build())
                .addNewVolume()
                .withName("work")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .endSpec()
                .build();
        // @formatter:on
    }

    private static void merge(ObjectNode metadata, String field, JsonNode values) {
        values.properties().forEach(entry -> metadata.withObjectProperty(field).set(entry.getKey(), entry.getValue()));
    }

    private static void mergeSpec(ObjectNode spec, String field, JsonNode value) {
        switch (field) {
            case "volumes" -> spec.withArrayProperty(field).addAll((ArrayNode) value);
            case "containers" -> value.forEach(container -> mergeContainer(spec.withArrayProperty(field), container));
            default -> spec.set(field, value);
        }
    }

    private static void mergeContainer(ArrayNode containers, JsonNode template) {
        if (!template.path("name").asText().equals(TEMPLATE_OF_JOB)) {
            containers.add(template);
            return;
        }
        var job = (ObjectNode) containers.get(0);
        fields(template).forEach(field -> {
            if (ADDED.contains(field)) {
                job.withArrayProperty(field).addAll((ArrayNode) template.get(field));
            } else {
                job.set(field, template.get(field));
            }
        });
    }

    private static Stream<String> fields(JsonNode template) {
        return template.properties().stream().map(Map.Entry::getKey).filter(field -> !IGNORED.contains(field));
    }
}
