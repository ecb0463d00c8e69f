package dev.headwater.e2e.arc;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Volume;
import org.junit.jupiter.api.Test;

class DesiredWorkflowPodTest {
    private static final String TEMPLATE = """
            metadata:
              labels: {team: tools}
            spec:
              priorityClassName: low
              containers:
              - name: $job
                image: other:1
                workingDir: /src
                env: [{name: EXTRA, value: "1"}]
              - {name: beside, image: "beside:1"}
              volumes: [{name: more, emptyDir: {}}]
            """;

    @Test
    void the_template_adds_to_the_job_and_replaces_what_is_not_a_list_of_its() {
        var pod = DesiredWorkflowPod.of("ci", "set-runner-1", TEMPLATE, "rust:1");
        var job = pod.getSpec().getContainers().getFirst();
        assertThat(job.getName()).isEqualTo("job");
        assertThat(job.getImage()).isEqualTo("rust:1");
        assertThat(job.getWorkingDir()).isEqualTo("/src");
        assertThat(job.getEnv()).extracting(EnvVar::getName).containsExactly("GITHUB_ACTIONS", "CI", "EXTRA");
        assertThat(pod.getSpec().getContainers()).extracting(Container::getName).containsExactly("job", "beside");
        assertThat(pod.getSpec().getVolumes()).extracting(Volume::getName).containsExactly("work", "more");
        assertThat(pod.getSpec().getPriorityClassName()).isEqualTo("low");
        assertThat(pod.getMetadata().getLabels())
                .containsEntry("team", "tools")
                .containsEntry("runner-pod", "set-runner-1");
    }

    @Test
    void of_a_long_name_the_end_is_lost() {
        var pod = DesiredWorkflowPod.of("ci", "x".repeat(60), "spec: {}", "rust:1");
        assertThat(pod.getMetadata().getName()).isEqualTo("x".repeat(54) + "-workflow");
    }
}
