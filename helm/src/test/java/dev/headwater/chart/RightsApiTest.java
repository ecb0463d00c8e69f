package dev.headwater.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubeapitest.junit.KubeConfig;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What each program may do and nothing else, as the API server itself lists it. A right is here because the program's code uses it. */
@Tag("api")
@EnableKubeAPIServer
class RightsApiTest {
    private static final Set<String> OPERATOR_EVERYWHERE = rights("""
            get,list,watch headwater.dev/buildsnapshotstreams
            get,list,watch headwater.dev/buildsnapshotpolicies
            get,list,watch headwater.dev/buildsnapshotruns
            create,patch,delete headwater.dev/buildsnapshotstreams
            delete headwater.dev/buildsnapshotruns
            patch headwater.dev/buildsnapshotstreams/status
            patch headwater.dev/buildsnapshotruns/status
            get /pods
            get /nodes
            get /persistentvolumes
            create events.k8s.io/events
            get,list,watch,create,patch,delete snapshot.storage.k8s.io/volumesnapshotcontents
            get,list snapshot.storage.k8s.io/volumesnapshotclasses
            get,list storage.k8s.io/storageclasses
            get actions.github.com/ephemeralrunners
            create authentication.k8s.io/tokenreviews
            """);

    private static final Set<String> OPERATOR_IN_THE_VAULT = rights("""
            get,list,watch,create,patch,delete /pods
            get,list,watch,create,patch,delete /persistentvolumeclaims
            get,list,watch,create,patch,delete snapshot.storage.k8s.io/volumesnapshots
            list,watch /events
            get,list,watch,create,update /configmaps
            """);

    private static final Set<String> OPERATOR_IN_ITS_NAMESPACE = rights("""
            create coordination.k8s.io/leases
            get,update,patch coordination.k8s.io/leases:headwater-operator
            get,patch /configmaps:headwater-operator-certificates
            """);

    private static final Set<String> NODE_PLUGIN = rights("""
            get,list,watch,create,patch headwater.dev/buildsnapshotruns
            patch headwater.dev/buildsnapshotruns/status
            get /pods
            create events.k8s.io/events
            """);

    private static final Set<String> NODE_PLUGIN_IN_ITS_NAMESPACE = rights("""
            get /configmaps:headwater-operator-certificates
            """);

    private static final Set<String> UNINSTALL_CHECK = rights("""
            list headwater.dev/buildsnapshotruns
            get,list,patch headwater.dev/buildsnapshotstreams
            list /pods
            """);

    private static final Set<String> UNINSTALL_CHECK_IN_THE_VAULT = rights("""
            list,delete /pods
            list,delete /persistentvolumeclaims
            """);

    @KubeConfig
    static String kubeConfig = "";

    static Cluster cluster;
    static Set<String> everybody;

    @BeforeAll
    static void install() {
        cluster = new Cluster(kubeConfig);
        cluster.install(Chart.render(Map.of()));
        everybody = ofUser(cluster.asServiceAccount("nobody"), Cluster.TENANT_NAMESPACE);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void the_operator_reads_tenants_and_writes_status_and_streams() {
        assertThat(own("headwater-operator", Cluster.TENANT_NAMESPACE)).isEqualTo(OPERATOR_EVERYWHERE);
    }

    @Test
    void the_operator_makes_and_removes_claims_keepers_and_snapshots_in_the_vault() {
        assertThat(own("headwater-operator", "headwater-vault"))
                .isEqualTo(both(OPERATOR_EVERYWHERE, OPERATOR_IN_THE_VAULT));
    }

    @Test
    void the_operator_holds_one_lease_and_says_its_certificate_in_its_own_namespace() {
        assertThat(own("headwater-operator", Chart.NAMESPACE))
                .isEqualTo(both(OPERATOR_EVERYWHERE, OPERATOR_IN_ITS_NAMESPACE));
    }

    @Test
    void the_node_plugin_writes_runs_and_events_and_nothing_else() {
        for (var namespace : Set.of(Cluster.TENANT_NAMESPACE, "headwater-vault")) {
            assertThat(own("headwater-node-plugin", namespace)).isEqualTo(NODE_PLUGIN);
        }
        assertThat(own("headwater-node-plugin", Chart.NAMESPACE))
                .isEqualTo(both(NODE_PLUGIN, NODE_PLUGIN_IN_ITS_NAMESPACE));
    }

    @Test
    void the_uninstall_check_looks_and_clears_the_vault_of_all_but_snapshots() {
        assertThat(own("headwater-uninstall-check", Cluster.TENANT_NAMESPACE)).isEqualTo(UNINSTALL_CHECK);
        assertThat(own("headwater-uninstall-check", "headwater-vault"))
                .isEqualTo(both(UNINSTALL_CHECK, UNINSTALL_CHECK_IN_THE_VAULT));
    }

    private static Set<String> own(String account, String namespace) {
        var rights = ofUser(cluster.asServiceAccount(account), namespace);
        rights.removeAll(everybody);
        return rights;
    }

    /** One line for each verb on each resource: {@code verb group/resource}, with a colon and a name where only that object is meant. */
    private static Set<String> ofUser(KubernetesClient client, String namespace) {
        var review = new SelfSubjectRulesReviewBuilder()
                .withNewSpec()
                .withNamespace(namespace)
                .endSpec()
                .build();
        return client
                .authorization()
                .v1()
                .selfSubjectRulesReview()
                .create(review)
                .getStatus()
                .getResourceRules()
                .stream()
                .flatMap(RightsApiTest::lines)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> lines(ResourceRule rule) {
        var names = rule.getResourceNames().isEmpty()
                ? Stream.of("")
                : rule.getResourceNames().stream().map(name -> ":" + name);
        var suffixes = names.toList();
        return rule.getVerbs().stream()
                .flatMap(verb -> rule.getApiGroups().stream()
                        .flatMap(group -> rule.getResources().stream()
                                .flatMap(resource -> suffixes.stream()
                                        .map(suffix -> verb + " " + group + "/" + resource + suffix))));
    }

    private static Set<String> rights(String text) {
        return text.lines()
                .filter(Predicate.not(String::isBlank))
                .map(line -> line.split(" ", 2))
                .flatMap(parts -> Stream.of(parts[0].split(",", -1)).map(verb -> verb + " " + parts[1]))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> both(Set<String> first, Set<String> second) {
        var all = new TreeSet<>(first);
        all.addAll(second);
        return all;
    }
}
