package dev.headwater.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.headwater.api.v1alpha1.Api;
import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubeapitest.junit.KubeConfig;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Slots for pods whose template says nothing but a label, as a real API server makes them. */
@Tag("api")
@EnableKubeAPIServer
class InjectionApiTest {
    private static final String NO_SLOT = "label headwater.dev/slot asks for a slot in container ";
    private static final String HOOK = "ACTIONS_RUNNER_HOOK_JOB_STARTED";

    @KubeConfig
    static String kubeConfig = "";

    static Cluster cluster;

    @BeforeAll
    static void install() {
        cluster = new Cluster(kubeConfig);
        cluster.install(injection());
        await("policies take effect")
                .atMost(Duration.ofMinutes(1))
                // The one that looks may take effect before the one that mends what it looks at.
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .untilAsserted(() -> {
                    assertThat(created(runner()).getSpec().getVolumes()).isNotEmpty();
                    refused(NO_SLOT, () -> created(runner(Api.ANNOTATION_SLOT_CONTAINERS, "nobody")));
                });
    }

    private static List<HasMetadata> injection() {
        return Chart.render(Map.of("injection.enabled", true), "1.36.0").stream()
                .filter(object -> object.getKind().contains("AdmissionPolicy"))
                .filter(object -> object.getMetadata().getName().equals("headwater-slots"))
                .toList();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void the_runner_of_a_labelled_pod_has_a_slot_and_the_hook() {
        var pod = created(runner());

        assertThat(pod.getSpec().getVolumes())
                .extracting(Volume::getName, volume -> volume.getCsi().getDriver())
                .containsExactly(tuple("headwater-slot", "headwater.dev"));
        assertSlotAt("/mnt", only(pod, "runner"));
        assertThat(only(pod, "runner").getEnv())
                .extracting(EnvVar::getName, EnvVar::getValue)
                .containsExactly(tuple(HOOK, "/mnt/.headwater/job-started.sh"));
    }

    @Test
    void containers_that_are_named_get_it_and_others_and_what_they_had_stay_as_they_are() {
        var pod = created(runner(Api.ANNOTATION_SLOT_CONTAINERS, "runner, dind", Api.ANNOTATION_SLOT_PATH, "/cache")
                .editSpec()
                .addNewVolume()
                .withName("work")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .addToInitContainers(container("dind"), container("init"))
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("work")
                .withMountPath("/mnt")
                .endVolumeMount()
                .addNewEnv()
                .withName(HOOK)
                .withValue("/own-hook.sh")
                .endEnv()
                .endContainer()
                .addToContainers(container("beside"))
                .endSpec());

        assertThat(pod.getSpec().getVolumes()).extracting(Volume::getName).containsExactly("work", "headwater-slot");
        assertSlotAt("/cache", only(pod, "runner"));
        assertSlotAt("/cache", only(pod, "dind"));
        assertThat(only(pod, "runner").getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .contains("/mnt");
        assertThat(only(pod, "runner").getEnv()).extracting(EnvVar::getValue).containsExactly("/own-hook.sh");
        assertThat(List.of(only(pod, "init"), only(pod, "beside")))
                .allSatisfy(container -> assertThat(container.getVolumeMounts()).isEmpty());
    }

    @Test
    void the_hook_can_be_left_out() {
        var pod = created(runner(Api.ANNOTATION_SLOT_HOOK, "false"));

        assertThat(only(pod, "runner").getEnv()).isEmpty();
        assertSlotAt("/mnt", only(pod, "runner"));
    }

    @Test
    void a_pod_without_the_label_and_one_with_a_slot_of_its_own_stay_as_they_are() {
        var unlabelled = created(runner().editMetadata().withLabels(Map.of()).endMetadata());
        assertThat(unlabelled.getSpec().getVolumes()).isEmpty();

        var own = created(withOwnSlot("HostToContainer", null));
        assertThat(own.getSpec().getVolumes()).extracting(Volume::getName).containsExactly("mine");
        assertThat(only(own, "runner").getVolumeMounts())
                .extracting(VolumeMount::getName)
                .containsExactly("mine");
    }

    @Test
    void a_pod_that_cannot_get_what_its_label_asks_for_is_refused() {
        refused(NO_SLOT + "builder", () -> created(runner(Api.ANNOTATION_SLOT_CONTAINERS, "runner,builder")));
        refused(
                NO_SLOT + "runner, but the pod has no such container or mounts something else at /mnt",
                () -> created(runner().editSpec()
                        .addNewVolume()
                        .withName("work")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .endVolume()
                        .editFirstContainer()
                        .addNewVolumeMount()
                        .withName("work")
                        .withMountPath("/mnt")
                        .endVolumeMount()
                        .endContainer()
                        .endSpec()));
    }

    @Test
    void mounts_in_which_nothing_would_appear_are_refused() {
        var sentence = "a mount of a slot needs mountPropagation HostToContainer and no subPath";

        refused(sentence, () -> created(withOwnSlot(null, null)));
        refused(sentence, () -> created(withOwnSlot("HostToContainer", "below")));
        refused(
                "a slot cannot be used with hostUsers false",
                () -> created(runner().editSpec().withHostUsers(false).endSpec()));
    }

    @Test
    void an_api_server_that_serves_no_such_policy_is_named_as_the_reason() {
        assertThatThrownBy(() -> Chart.render(Map.of("injection.enabled", true)))
                .hasMessageContaining("this API server serves no MutatingAdmissionPolicy");
        assertThat(Chart.render(Map.of(), "1.36.0"))
                .extracting(object -> object.getMetadata().getName())
                .doesNotContain("headwater-slots");
    }

    private static void assertSlotAt(String path, Container container) {
        assertThat(container.getVolumeMounts())
                .filteredOn(mount -> mount.getName().equals("headwater-slot"))
                .extracting(VolumeMount::getMountPath, VolumeMount::getMountPropagation)
                .containsExactly(tuple(path, "HostToContainer"));
    }

    private static Container only(Pod pod, String name) {
        var spec = new PodSpecBuilder(pod.getSpec());
        return spec.hasMatchingContainer(container -> name.equals(container.getName()))
                ? spec.buildMatchingContainer(container -> name.equals(container.getName()))
                : spec.buildMatchingInitContainer(container -> name.equals(container.getName()));
    }

    /** @param annotations names and values in turn */
    private static PodBuilder runner(String... annotations) {
        var pod = new PodBuilder()
                .withNewMetadata()
                .withGenerateName("runner-")
                .withNamespace(Cluster.TENANT_NAMESPACE)
                .addToLabels(Api.LABEL_SLOT, "true")
                .endMetadata()
                .withNewSpec()
                .addToContainers(container("runner"))
                .endSpec();
        for (int i = 0; i < annotations.length; i += 2) {
            pod.editMetadata()
                    .addToAnnotations(annotations[i], annotations[i + 1])
                    .endMetadata();
        }
        return pod;
    }

    private static PodBuilder withOwnSlot(@Nullable String propagation, @Nullable String subPath) {
        return runner().editSpec()
                .addNewVolume()
                .withName("mine")
                .withNewCsi()
                .withDriver("headwater.dev")
                .endCsi()
                .endVolume()
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("mine")
                .withMountPath("/mnt")
                .withMountPropagation(propagation)
                .withSubPath(subPath)
                .endVolumeMount()
                .endContainer()
                .endSpec();
    }

    private static Container container(String name) {
        return new ContainerBuilder().withName(name).withImage("none").build();
    }

    private static Pod created(PodBuilder pod) {
        return cluster.admin.resource(pod.build()).create();
    }

    private static void refused(String sentence, ThrowingCallable write) {
        assertThatThrownBy(write).hasMessageContaining(sentence);
    }
}
