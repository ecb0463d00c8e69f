package dev.headwater.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotPolicy;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.StreamSpec;
import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubeapitest.junit.KubeConfig;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may write what: the chart's rights and admission policies, as a real API server applies them. */
@Tag("api")
@EnableKubeAPIServer
class AdmissionApiTest {
    private static final String OWN_NODE_ONLY = "a node plugin may only write the runs of its own node";
    private static final String HEADWATER_ALONE = "runs are written by Headwater alone";
    private static final String NOT_BY_RIGHTS = "is forbidden: User";
    private static final String RUNNERS_CONTROLLER_ALONE =
            "can only be said by who may update ephemeralrunners/finalizers";

    @KubeConfig
    static String kubeConfig = "";

    static Cluster cluster;
    static KubernetesClient plugin;
    static KubernetesClient operator;

    @BeforeAll
    static void install() {
        cluster = new Cluster(kubeConfig);
        cluster.install(Chart.render(Map.of()));
        plugin = cluster.asNodePluginOf("node-1");
        operator = cluster.asServiceAccount("headwater-operator");
        bind("editor", "ClusterRole", "headwater-edit");
        bind("viewer", "ClusterRole", "headwater-view");
        allow("owner", rule("*", "*", "*"));
        allow("pod-maker", rule("", "pods", "*"));
        allow(
                "runner-controller",
                rule("", "pods", "create"),
                rule("actions.github.com", "ephemeralrunners/finalizers", "update"));
        await("policies take effect").atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            refused(HEADWATER_ALONE, () -> Runs.create(cluster.as("owner"), Runs.of("probe", "node-1")));
            refused(OWN_NODE_ONLY, () -> Runs.create(plugin, Runs.of("probe", "node-2")));
            refused(RUNNERS_CONTROLLER_ALONE, () -> create("pod-maker", runnersPod("probe")));
        });
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @AfterEach
    void forget() {
        cluster.admin
                .resources(BuildSnapshotRun.class)
                .inNamespace(Cluster.TENANT_NAMESPACE)
                .delete();
    }

    @Test
    void node_plugin_and_operator_write_a_run_together() {
        Runs.create(plugin, Runs.of("together", "node-1"));
        Runs.applyStatus(operator, Api.OPERATOR_MANAGER, "together", Runs.restored());
        Runs.applyStatus(plugin, Api.NODE_PLUGIN_MANAGER, "together", Runs.attached());
        Runs.applyStatus(operator, Api.OPERATOR_MANAGER, "together", Runs.restored());

        var released = Runs.release(plugin, "together");

        assertThat(released.getSpec().released()).isNotNull();
        assertThat(released.getStatus().slot()).isEqualTo(Runs.attached().slot());
        assertThat(released.getStatus().restore()).isEqualTo(Runs.restored().restore());
        assertThat(released.getStatus().conditions())
                .extracting(Condition::getType)
                .containsExactlyInAnyOrder("Attached", "Restored");
    }

    @Test
    void a_node_plugin_creates_runs_of_its_own_node_only() {
        refused(
                OWN_NODE_ONLY + ": its token is of node \"node-1\" and the run of node \"node-2\"",
                () -> Runs.create(plugin, Runs.of("foreign", "node-2")));
        refused(
                OWN_NODE_ONLY,
                () -> Runs.create(cluster.asServiceAccount("headwater-node-plugin"), Runs.of("no-node", "node-1")));
    }

    @Test
    void a_node_plugin_does_not_touch_runs_of_another_node() {
        Runs.create(plugin, Runs.of("mine", "node-1"));
        var other = cluster.asNodePluginOf("node-2");

        refused(OWN_NODE_ONLY, () -> Runs.release(other, "mine"));
        refused(OWN_NODE_ONLY, () -> Runs.applyStatus(other, Api.NODE_PLUGIN_MANAGER, "mine", Runs.attached()));
    }

    @Test
    void the_node_of_a_token_is_the_node_of_its_pod() {
        var own = cluster.withToken(tokenOfPluginOn("node-7"));

        assertThat(Runs.create(own, Runs.of("own", "node-7")).getMetadata().getUid())
                .isNotEmpty();
        refused(OWN_NODE_ONLY, () -> Runs.create(own, Runs.of("foreign", "node-1")));
    }

    @Test
    void a_node_plugin_does_not_decide_what_is_restored() {
        Runs.create(plugin, Runs.of("deciding", "node-1"));
        Runs.applyStatus(operator, Api.OPERATOR_MANAGER, "deciding", Runs.only(ConditionType.Restored));
        var sentence = "of a run's status the node plugin may only write slot and condition Attached";

        refused(sentence, () -> Runs.applyStatus(plugin, Api.NODE_PLUGIN_MANAGER, "deciding", Runs.restored()));
        refused(
                sentence,
                () -> Runs.applyStatus(plugin, Api.NODE_PLUGIN_MANAGER, "deciding", Runs.only(ConditionType.Complete)));
    }

    @Test
    void the_operator_does_not_say_what_happened_on_a_node() {
        Runs.create(plugin, Runs.of("telling", "node-1"));
        var sentence = "of a run the operator may only write the status, without slot and condition Attached";

        refused(sentence, () -> Runs.applyStatus(operator, Api.OPERATOR_MANAGER, "telling", Runs.attached()));
        refused(
                sentence,
                () -> Runs.applyStatus(operator, Api.OPERATOR_MANAGER, "telling", Runs.only(ConditionType.Attached)));
        refused(NOT_BY_RIGHTS, () -> Runs.release(operator, "telling"));
        refused(NOT_BY_RIGHTS, () -> Runs.create(operator, Runs.of("made", "node-1")));
    }

    @Test
    void an_editor_manages_streams_and_policies_and_no_runs() {
        var editor = cluster.as("editor");
        var run = Runs.create(plugin, Runs.of("read-only", "node-1"));

        assertThat(editor.resource(stream("edited")).create().getMetadata().getUid())
                .isNotEmpty();
        assertThat(editor.resource(policy("edited")).create().getMetadata().getUid())
                .isNotEmpty();
        assertThat(editor.resource(stream("edited")).delete()).isNotEmpty();
        refused(NOT_BY_RIGHTS, () -> Runs.create(editor, Runs.of("forged", "node-1")));
        refused(NOT_BY_RIGHTS, () -> Runs.release(editor, "read-only"));
        refused(NOT_BY_RIGHTS, () -> editor.resource(run).delete());
    }

    @Test
    void a_viewer_reads_all_three_kinds() {
        var viewer = cluster.as("viewer");
        Runs.create(plugin, Runs.of("seen", "node-1"));

        assertThat(viewer.resources(BuildSnapshotRun.class)
                        .inNamespace(Cluster.TENANT_NAMESPACE)
                        .list()
                        .getItems())
                .hasSize(1);
        assertThat(viewer.resources(BuildSnapshotStream.class)
                        .inNamespace(Cluster.TENANT_NAMESPACE)
                        .list())
                .isNotNull();
        assertThat(viewer.resources(BuildSnapshotPolicy.class)
                        .inNamespace(Cluster.TENANT_NAMESPACE)
                        .list())
                .isNotNull();
        refused(NOT_BY_RIGHTS, () -> viewer.resource(stream("viewed")).create());
    }

    @Test
    void who_may_do_everything_in_a_namespace_still_forges_no_run() {
        var owner = cluster.as("owner");
        var run = Runs.create(plugin, Runs.of("owned", "node-1"));

        refused(HEADWATER_ALONE, () -> Runs.create(owner, Runs.of("forged", "node-1")));
        refused(HEADWATER_ALONE, () -> Runs.release(owner, "owned"));
        refused(HEADWATER_ALONE, () -> Runs.applyStatus(owner, "owner", "owned", Runs.restored()));
        assertThat(owner.resource(run)
                        .edit(labelled -> {
                            labelled.getMetadata().setLabels(Map.of("team", "a"));
                            return labelled;
                        })
                        .getMetadata()
                        .getLabels())
                .containsEntry("team", "a");
    }

    @Test
    void that_a_runner_owns_a_pod_is_said_by_its_controller_alone() {
        create("runner-controller", runnersPod("genuine"));
        refused(RUNNERS_CONTROLLER_ALONE, () -> create("pod-maker", runnersPod("forged")));
    }

    @Test
    void nobody_makes_a_pod_a_runners_later_and_who_does_not_try_may_change_it() {
        create(
                "pod-maker",
                runnersPod("plain").editMetadata().withOwnerReferences().endMetadata());
        var pods = cluster.as("pod-maker").pods().inNamespace(Cluster.TENANT_NAMESPACE);
        refused(
                RUNNERS_CONTROLLER_ALONE,
                () -> pods.withName("plain")
                        .edit(pod -> new PodBuilder(pod)
                                .editMetadata()
                                .withOwnerReferences(
                                        runnersPod("plain").buildMetadata().getOwnerReferences())
                                .endMetadata()
                                .build()));

        create("runner-controller", runnersPod("labelled"));
        var labelled = pods.withName("labelled")
                .edit(pod -> new PodBuilder(pod)
                        .editMetadata()
                        .addToLabels("team", "a")
                        .endMetadata()
                        .build());
        assertThat(labelled.getMetadata().getLabels()).containsEntry("team", "a");
    }

    @Test
    void owners_of_pods_without_a_slot_are_no_business_of_ours() {
        var pod = runnersPod("elsewhere").editSpec().withVolumes().endSpec();

        assertThat(create("pod-maker", pod).getMetadata().getOwnerReferences()).hasSize(1);
    }

    private static PodBuilder runnersPod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(Cluster.TENANT_NAMESPACE)
                .addNewOwnerReference()
                .withApiVersion("actions.github.com/v1alpha1")
                .withKind("EphemeralRunner")
                .withName(name)
                .withUid("uid-of-" + name)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("runner")
                .withImage("none")
                .endContainer()
                .addNewVolume()
                .withName("headwater")
                .withNewCsi()
                .withDriver(Api.DRIVER)
                .endCsi()
                .endVolume()
                .endSpec();
    }

    private static Pod create(String user, PodBuilder pod) {
        return cluster.as(user).resource(pod.build()).create();
    }

    @Test
    void a_cluster_administrator_may_repair_a_run() {
        Runs.create(plugin, Runs.of("broken", "node-1"));

        assertThat(Runs.release(cluster.admin, "broken").getSpec().released()).isNotNull();
    }

    private static String tokenOfPluginOn(String node) {
        cluster.admin
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(node)
                        .endMetadata()
                        .build())
                .create();
        var pod = cluster.admin
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("plugin-on-" + node)
                        .withNamespace(Chart.NAMESPACE)
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName(node)
                        .withServiceAccountName("headwater-node-plugin")
                        .addNewContainer()
                        .withName("node-plugin")
                        .withImage("none")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        return cluster.admin
                .serviceAccounts()
                .inNamespace(Chart.NAMESPACE)
                .withName("headwater-node-plugin")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(600L)
                        .withNewBoundObjectRef(
                                "v1",
                                "Pod",
                                pod.getMetadata().getName(),
                                pod.getMetadata().getUid())
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    private static PolicyRule rule(String group, String resource, String verb) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withVerbs(verb)
                .build();
    }

    private static void allow(String user, PolicyRule... rules) {
        cluster.admin
                .resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName(user)
                        .withNamespace(Cluster.TENANT_NAMESPACE)
                        .endMetadata()
                        .withRules(rules)
                        .build())
                .create();
        bind(user, "Role", user);
    }

    private static void bind(String user, String kind, String role) {
        cluster.admin
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(user)
                        .withNamespace(Cluster.TENANT_NAMESPACE)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", kind, role)
                        .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                        .build())
                .create();
    }

    private static BuildSnapshotStream stream(String name) {
        var stream = new BuildSnapshotStream();
        stream.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(Cluster.TENANT_NAMESPACE)
                .build());
        stream.setSpec(new StreamSpec("acme/lambdas", name, "/mnt/a", null, null, null, null, null, null));
        return stream;
    }

    private static BuildSnapshotPolicy policy(String name) {
        var policy = new BuildSnapshotPolicy();
        policy.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(Cluster.TENANT_NAMESPACE)
                .build());
        policy.setSpec(new PolicySpec(null, null, null, null, null, null, null, null, null));
        return policy;
    }

    private static void refused(String sentence, ThrowingCallable write) {
        assertThatThrownBy(write).hasMessageContaining(sentence);
    }
}
