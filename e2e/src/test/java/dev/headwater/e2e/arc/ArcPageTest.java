package dev.headwater.e2e.arc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArcPageTest {
    private static final String HOOK = "ACTIONS_RUNNER_HOOK_JOB_STARTED";

    @Test
    void a_runner_has_a_slot_and_the_hook_in_it() {
        var pod = runnerPod(ArcPage.plain());
        assertThat(slotOf(pod, "runner")).isEqualTo("/mnt");
        assertThat(variable(pod, HOOK)).isEqualTo("/mnt/.headwater/job-started.sh");
        assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("build-runners-gha-rs-no-permission");
        assertThat(pod.getMetadata().getOwnerReferences())
                .extracting(OwnerReference::getKind, OwnerReference::getName, OwnerReference::getController)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "EphemeralRunner", pod.getMetadata().getName(), true));
    }

    @Test
    void beside_docker_both_containers_have_the_slot_at_the_same_path() {
        var pod = runnerPod(ArcPage.dockerInDocker());
        assertThat(slotOf(pod, "runner")).isEqualTo("/mnt");
        assertThat(slotOf(pod, "dind")).isEqualTo("/mnt");
        assertThat(variable(pod, HOOK)).isEqualTo("/mnt/.headwater/job-started.sh");
    }

    @Test
    void in_the_kubernetes_mode_the_jobs_pod_has_the_slot_and_nobody_owns_it() {
        var values = ArcPage.kubernetes();
        var runner = runnerPod(values);
        assertThat(runner.getSpec().getServiceAccountName()).isEqualTo("pod-runners-gha-rs-kube-mode");
        var job = DesiredWorkflowPod.of("ci", runner.getMetadata().getName(), ArcPage.jobTemplate(), "rust:1");
        assertThat(slotOf(job, "job")).isEqualTo("/mnt");
        assertThat(job.getMetadata().getOwnerReferences()).isEmpty();
        assertThat(container(job, "job").getImage()).isEqualTo("rust:1");
        assertThat(container(job, "job").getVolumeMounts())
                .extracting(VolumeMount::getName)
                .containsExactly("work", "headwater");
    }

    @Test
    void the_runner_finds_the_jobs_template_where_it_is_mounted() {
        var pod = runnerPod(ArcPage.kubernetes());
        var map = ArcPage.jobTemplateMap();
        var volume = pod.getSpec().getVolumes().stream()
                .filter(candidate -> candidate.getConfigMap() != null)
                .findFirst()
                .orElseThrow();
        assertThat(volume.getConfigMap().getName())
                .isEqualTo(map.at("/metadata/name").asText());
        assertThat(variable(pod, "ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE"))
                .isEqualTo(mount(container(pod, "runner"), volume).getMountPath() + "/content");
    }

    @Test
    void the_charts_own_docker_mode_takes_no_mounts_and_is_refused() {
        var values = ArcPage.plain();
        var own = new ScaleSetValues(
                values.githubConfigUrl(),
                values.githubConfigSecret(),
                null,
                null,
                null,
                new ScaleSetValues.ContainerMode("dind"),
                values.template());
        assertThatThrownBy(() -> own.render("ci", "runners")).hasMessageContaining("leave containerMode out");
    }

    private static Pod runnerPod(ScaleSetValues values) {
        return DesiredRunner.podOf(DesiredRunner.of(values.render("ci", "release"), "runner-1"));
    }

    /** The path at which a container has the slot; fails where volumes would not appear in it. */
    private static String slotOf(Pod pod, String container) {
        var slot = pod.getSpec().getVolumes().stream()
                .filter(volume ->
                        volume.getCsi() != null && volume.getCsi().getDriver().equals("headwater.dev"))
                .findFirst()
                .orElseThrow();
        var mount = mount(container(pod, container), slot);
        assertThat(mount.getMountPropagation()).isEqualTo("HostToContainer");
        assertThat(mount.getReadOnly()).isNotEqualTo(true);
        return mount.getMountPath();
    }

    private static VolumeMount mount(Container container, Volume volume) {
        return container.getVolumeMounts().stream()
                .filter(mount -> mount.getName().equals(volume.getName()))
                .findFirst()
                .orElseThrow();
    }

    private static Container container(Pod pod, String name) {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                .filter(container -> container.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String variable(Pod pod, String name) {
        return container(pod, "runner").getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .map(EnvVar::getValue)
                .findFirst()
                .orElseThrow();
    }
}
