package dev.headwater.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChartTest {
    static List<Map<String, Object>> values() {
        return List.of(
                Map.of(),
                Map.of("image.registry", "headwater", "image.tag", "dev", "image.pullPolicy", "Never"),
                Map.of("vault.namespace", "vault", "vault.create", false, "operator.replicas", 2),
                Map.of(
                        "nodePlugin.kubeletRoot",
                        "/var/data/kubelet",
                        "keeper.gitPorts[0]",
                        443,
                        "keeper.gitPorts[1]",
                        8443),
                Map.of("image.pullSecrets[0].name", "registry", "keeper.workMemory", "1Gi", "keeper.lifetime", "6h"),
                Map.of(
                        "operator.nodeSelector.pool", "system",
                        "operator.tolerations[0].operator", "Exists",
                        "nodePlugin.nodeSelector.pool", "ci"));
    }

    @Test
    void lints_strictly() {
        var result = new Helm(Chart.FOLDER).lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("values")
    void rights_name_every_verb_and_resource_and_never_reach_secrets(Map<String, Object> values) {
        assertThat(rules(Chart.render(values))).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.getVerbs()).doesNotContain("*", "escalate", "bind", "impersonate");
            assertThat(rule.getApiGroups()).doesNotContain("*");
            assertThat(rule.getResources())
                    .doesNotContain("*", "secrets", "pods/exec", "pods/ephemeralcontainers")
                    .isNotEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("values")
    void every_container_says_what_it_needs_and_cannot_change_its_image(Map<String, Object> values) {
        assertThat(containers(Chart.render(values))).hasSize(3).allSatisfy(container -> {
            assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
            assertThat(container.getResources().getLimits()).containsKey("memory");
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("values")
    void only_the_node_plugin_is_privileged(Map<String, Object> values) {
        var objects = Chart.render(values);

        assertThat(pods(objects).filter(pod -> !Boolean.TRUE.equals(pod.getHostPID())))
                .hasSize(2)
                .allSatisfy(pod -> {
                    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
                    assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                            .isEqualTo("RuntimeDefault");
                    assertThat(pod.getVolumes())
                            .allSatisfy(
                                    volume -> assertThat(volume.getHostPath()).isNull());
                    assertThat(pod.getContainers()).allSatisfy(container -> {
                        var security = container.getSecurityContext();
                        assertThat(security.getPrivileged()).isNull();
                        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
                        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
                    });
                });
    }

    @ParameterizedTest
    @MethodSource("values")
    void tokens_are_mounted_only_where_a_program_needs_one(Map<String, Object> values) {
        var objects = Chart.render(values);

        assertThat(Chart.only(ServiceAccount.class, objects))
                .hasSize(3)
                .allSatisfy(account ->
                        assertThat(account.getAutomountServiceAccountToken()).isFalse());
        assertThat(pods(objects)).extracting(PodSpec::getServiceAccountName).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("values")
    void everything_is_in_the_release_namespace_or_in_the_vault(Map<String, Object> values) {
        var vault = values.getOrDefault("vault.namespace", "headwater-vault");

        assertThat(Chart.render(values))
                .filteredOn(Namespaced.class::isInstance)
                .allSatisfy(object ->
                        assertThat(object.getMetadata().getNamespace()).isIn(Chart.NAMESPACE, vault));
    }

    @ParameterizedTest
    @MethodSource("values")
    void there_is_no_webhook_and_every_admission_policy_is_bound(Map<String, Object> values) {
        var objects = Chart.render(values);

        assertThat(objects).extracting(HasMetadata::getKind).noneMatch(kind -> kind.endsWith("WebhookConfiguration"));
        assertThat(objects.stream()
                        .filter(object -> object.getKind().equals("ValidatingAdmissionPolicy"))
                        .map(object -> object.getMetadata().getName()))
                .hasSize(4)
                .hasSameElementsAs(Chart.only(ValidatingAdmissionPolicyBinding.class, objects)
                        .map(binding -> binding.getSpec().getPolicyName())
                        .toList());
    }

    @Test
    void uninstalling_leaves_the_CRDs_and_the_vault() {
        var objects = Chart.render(Map.of());

        assertThat(Chart.only(CustomResourceDefinition.class, objects)).hasSize(3);
        assertThat(objects.stream()
                        .filter(object -> object instanceof CustomResourceDefinition || object instanceof Namespace))
                .hasSize(4)
                .allSatisfy(object -> assertThat(object.getMetadata().getAnnotations())
                        .containsEntry("helm.sh/resource-policy", "keep"));
    }

    @Test
    void the_vault_is_not_made_where_somebody_else_makes_it() {
        assertThat(Chart.only(Namespace.class, Chart.render(Map.of("vault.create", false))))
                .isEmpty();
    }

    @Test
    void everything_of_the_uninstall_check_exists_only_while_it_runs() {
        assertThat(Chart.render(Map.of()))
                .filteredOn(object -> object.getMetadata().getName().equals("headwater-uninstall-check"))
                .hasSize(6)
                .allSatisfy(object -> assertThat(object.getMetadata().getAnnotations())
                        .containsEntry("helm.sh/hook", "pre-delete")
                        .containsEntry("helm.sh/hook-delete-policy", "before-hook-creation,hook-succeeded"));
    }

    @Test
    void images_are_named_by_registry_name_and_tag() {
        var objects = Chart.render(Map.of("image.registry", "headwater", "image.tag", "dev"));

        assertThat(containers(objects))
                .extracting(Container::getImage)
                .containsExactlyInAnyOrder(
                        "headwater/operator:dev", "headwater/operator:dev", "headwater/node-plugin:dev");
        assertThat(env(containers(objects), "HEADWATER_KEEPER_IMAGE")).containsExactly("headwater/keeper:dev");
    }

    @Test
    void keepers_are_pulled_as_the_other_images_are() {
        var containers = containers(Chart.render(Map.of(
                "image.pullPolicy", "Always", "image.pullSecrets[0].name", "one", "image.pullSecrets[1].name", "two")));

        assertThat(env(containers, "HEADWATER_KEEPER_PULL_POLICY")).containsExactly("Always");
        assertThat(env(containers, "HEADWATER_KEEPER_PULL_SECRETS")).containsExactly("one,two");
    }

    @Test
    void a_slot_is_inline_only_and_volumes_keep_their_owners() {
        var driver =
                Chart.only(CSIDriver.class, Chart.render(Map.of())).findFirst().orElseThrow();

        assertThat(driver.getMetadata().getName()).isEqualTo("headwater.dev");
        assertThat(driver.getMetadata().getLabels())
                .containsEntry("security.kubernetes.io/csi-ephemeral-volume-profile", "restricted");
        assertThat(driver.getSpec().getAttachRequired()).isFalse();
        assertThat(driver.getSpec().getPodInfoOnMount()).isTrue();
        assertThat(driver.getSpec().getFsGroupPolicy()).isEqualTo("None");
        assertThat(driver.getSpec().getVolumeLifecycleModes()).containsExactly("Ephemeral");
    }

    @Test
    void the_node_plugin_runs_on_every_node_and_sees_the_kubelets_folder_at_its_own_path() {
        var pod = Chart.only(DaemonSet.class, Chart.render(Map.of("nodePlugin.kubeletRoot", "/var/data/kubelet")))
                .map(daemonSet -> daemonSet.getSpec().getTemplate().getSpec())
                .findFirst()
                .orElseThrow();

        assertThat(pod.getPriorityClassName()).isEqualTo("system-node-critical");
        assertThat(pod.getTolerations()).singleElement().satisfies(all -> {
            assertThat(all.getOperator()).isEqualTo("Exists");
            assertThat(all.getKey()).isNull();
            assertThat(all.getEffect()).isNull();
        });
        assertThat(pod.getContainers().getFirst().getVolumeMounts()).anySatisfy(mount -> {
            assertThat(mount.getMountPath()).isEqualTo("/var/data/kubelet");
            assertThat(mount.getMountPropagation()).isEqualTo("Bidirectional");
        });
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getHostPath() != null)
                .extracting(volume -> volume.getHostPath().getPath())
                .containsExactlyInAnyOrder("/var/data/kubelet", "/dev", "/sys");
    }

    @Test
    void keepers_preempt_nobody() {
        assertThat(Chart.only(PriorityClass.class, Chart.render(Map.of())))
                .singleElement()
                .satisfies(priority -> {
                    assertThat(priority.getPreemptionPolicy()).isEqualTo("Never");
                    assertThat(priority.getValue()).isPositive();
                });
    }

    @Test
    void keepers_reach_names_and_git_servers_only() {
        var policy = Chart.only(
                        NetworkPolicy.class,
                        Chart.render(Map.of("keeper.gitPorts[0]", 443, "keeper.gitPorts[1]", 8443)))
                .filter(found -> found.getMetadata().getName().equals("headwater-keeper"))
                .findFirst()
                .orElseThrow()
                .getSpec();

        assertThat(policy.getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(policy.getIngress()).isNullOrEmpty();
        assertThat(policy.getEgress().stream().flatMap(rule -> rule.getPorts().stream()))
                .extracting(port -> port.getProtocol() + port.getPort().getIntVal())
                .containsExactlyInAnyOrder("UDP53", "TCP53", "TCP443", "TCP8443");
        assertThat(policy.getEgress().getLast().getTo())
                .filteredOn(peer -> peer.getIpBlock() != null)
                .allSatisfy(peer -> assertThat(peer.getIpBlock().getExcept()).isNotEmpty());
    }

    @Test
    void only_node_plugins_reach_the_door_for_tokens() {
        var objects = Chart.render(Map.of());
        var policy = Chart.only(NetworkPolicy.class, objects)
                .filter(found -> found.getMetadata().getName().equals("headwater-operator"))
                .findFirst()
                .orElseThrow()
                .getSpec();
        var plugin = Chart.only(DaemonSet.class, objects)
                .findFirst()
                .orElseThrow()
                .getSpec()
                .getTemplate();
        var door = policy.getIngress().stream()
                .filter(rule -> rule.getPorts().getFirst().getPort().getStrVal().equals("proofs"))
                .toList();

        assertThat(policy.getPolicyTypes()).containsExactly("Ingress");
        assertThat(door)
                .singleElement()
                .satisfies(rule -> assertThat(rule.getFrom())
                        .singleElement()
                        .satisfies(peer -> assertThat(plugin.getMetadata().getLabels())
                                .containsAllEntriesOf(peer.getPodSelector().getMatchLabels())));
        assertThat(plugin.getSpec().getHostNetwork()).isNull();
    }

    @Test
    void a_node_plugin_shows_the_operator_a_token_that_is_good_for_nothing_else() {
        var volumes = Chart.only(DaemonSet.class, Chart.render(Map.of()))
                .flatMap(daemonSet -> daemonSet.getSpec().getTemplate().getSpec().getVolumes().stream())
                .filter(volume -> volume.getProjected() != null)
                .toList();

        assertThat(volumes)
                .singleElement()
                .satisfies(volume -> assertThat(volume.getProjected().getSources())
                        .singleElement()
                        .satisfies(source -> assertThat(
                                        source.getServiceAccountToken().getAudience())
                                .isEqualTo("headwater-operator")));
    }

    @Test
    void nothing_that_is_secret_is_rendered() {
        var objects = Chart.render(Map.of());

        assertThat(objects).extracting(HasMetadata::getKind).doesNotContain("Secret");
        assertThat(Chart.only(ConfigMap.class, objects)
                        .filter(map -> map.getMetadata().getName().equals("headwater-operator-certificates")))
                .singleElement()
                .satisfies(map -> assertThat(map.getData()).isNullOrEmpty());
    }

    @Test
    void issuers_are_told_to_the_operator() {
        var containers = containers(Chart.render(Map.of(
                "trust.issuers[0]", "https://token.actions.githubusercontent.com",
                "trust.issuers[1]", "https://ghes.example.org/_services/token")));

        assertThat(env(containers, "HEADWATER_TRUST_ISSUERS"))
                .containsExactly(
                        "https://token.actions.githubusercontent.com,https://ghes.example.org/_services/token");
    }

    @Test
    void the_operator_believes_issuers_of_one_s_own() {
        var bundle = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

        assertThat(env(containers(Chart.render(Map.of("trust.caBundle", bundle))), "HEADWATER_TRUST_CA_BUNDLE"))
                .containsExactly(bundle);
        assertThat(env(containers(Chart.render(Map.of())), "HEADWATER_TRUST_CA_BUNDLE"))
                .isEmpty();
    }

    @Test
    void github_is_asked_with_a_secret_that_is_mounted_and_not_read() {
        var objects = Chart.render(
                Map.of("trust.github.secret", "arc-github", "trust.github.url", "https://ghes.example.org/api/v3"));
        var operator = Chart.only(Deployment.class, objects).findFirst().orElseThrow();
        var pod = operator.getSpec().getTemplate().getSpec();

        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getSecret() != null)
                .singleElement()
                .satisfies(volume -> {
                    assertThat(volume.getSecret().getSecretName()).isEqualTo("arc-github");
                    assertThat(volume.getName()).isEqualTo("github");
                });
        var folder = pod.getContainers().getFirst().getVolumeMounts().stream()
                .filter(mount -> mount.getName().equals("github"))
                .findFirst()
                .orElseThrow();
        assertThat(folder.getReadOnly()).isTrue();
        assertThat(env(pod.getContainers(), "HEADWATER_TRUST_GITHUB_FOLDER")).containsExactly(folder.getMountPath());
        assertThat(env(pod.getContainers(), "HEADWATER_TRUST_GITHUB_URL"))
                .containsExactly("https://ghes.example.org/api/v3");
        assertThat(rules(objects)).noneMatch(rule -> rule.getResources().contains("secrets"));
    }

    @Test
    void without_a_secret_github_is_not_asked() {
        var pod = Chart.only(Deployment.class, Chart.render(Map.of()))
                .findFirst()
                .orElseThrow()
                .getSpec()
                .getTemplate()
                .getSpec();

        assertThat(pod.getVolumes())
                .allSatisfy(volume -> assertThat(volume.getSecret()).isNull());
        assertThat(env(pod.getContainers(), "HEADWATER_TRUST_GITHUB_FOLDER")).isEmpty();
    }

    static List<Map<String, Object>> mistakes() {
        return List.of(
                Map.of("nodeplugin.kubeletRoot", "/var/lib/kubelet"),
                Map.of("image.pullPolicy", "Sometimes"),
                Map.of("vault.namespace", "Vault"),
                Map.of("nodePlugin.kubeletRoot", "var/lib/kubelet"),
                Map.of("keeper.gitPorts[0]", 0),
                Map.of("keeper.lifetime", "long"),
                Map.of("nodePlugin.scratchSize", "some"),
                Map.of("operator.replicas", "many"),
                Map.of("trust.caBundle", "/etc/ssl/company.pem"),
                Map.of("trust.github.url", "http://api.github.com"),
                Map.of("trust.github.url", "https://api.github.com/"),
                Map.of("trust.github.secret", "Secret of ours"),
                Map.of("trust.issuers[0]", "http://token.example.org"),
                Map.of("trust.issuers[0]", "https://token.example.org/"),
                Map.of("operator.tolerations.key", "all"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void refuses_values_that_make_no_sense(Map<String, Object> values) {
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining("values don't meet the specifications");
    }

    @Test
    void refuses_a_cluster_that_is_too_old() {
        assertThatThrownBy(() -> Chart.render(Map.of(), "1.31.9")).hasMessageContaining("kubeVersion: >=1.32.0-0");
    }

    private static Stream<PodSpec> pods(List<HasMetadata> objects) {
        return objects.stream().flatMap(object -> switch (object) {
            case Deployment deployment ->
                Stream.of(deployment.getSpec().getTemplate().getSpec());
            case DaemonSet daemonSet ->
                Stream.of(daemonSet.getSpec().getTemplate().getSpec());
            case Job job -> Stream.of(job.getSpec().getTemplate().getSpec());
            default -> Stream.empty();
        });
    }

    private static List<Container> containers(List<HasMetadata> objects) {
        return pods(objects).flatMap(pod -> pod.getContainers().stream()).toList();
    }

    private static List<String> env(List<Container> containers, String name) {
        return containers.stream()
                .flatMap(container -> container.getEnv().stream())
                .filter(variable -> variable.getName().equals(name))
                .map(variable -> variable.getValue())
                .toList();
    }

    private static List<PolicyRule> rules(List<HasMetadata> objects) {
        return Stream.concat(
                        Chart.only(ClusterRole.class, objects).flatMap(role -> role.getRules().stream()),
                        Chart.only(Role.class, objects).flatMap(role -> role.getRules().stream()))
                .toList();
    }
}
