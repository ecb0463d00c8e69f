package dev.headwater.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What every other story takes for granted. */
@Tag("story")
@Tag("alone")
@Isolated
class ClusterStory {
    private static final Cluster CLUSTER = Cluster.running();
    private static final StoryPods PODS = new StoryPods(CLUSTER);

    @BeforeAll
    static void people_come() {
        PODS.create();
    }

    @AfterAll
    static void people_go() {
        PODS.delete();
    }

    @Test
    void a_pod_runs_and_its_log_is_heard() {
        assertThat(PODS.kubectl("logs", "web")).isEqualTo("serving");
    }

    @Test
    void a_command_runs_in_a_running_container() {
        assertThat(PODS.visit("echo", "hello")).isEqualTo("hello");
    }

    @Test
    void a_name_is_resolved_in_a_pod() {
        assertThat(PODS.visit("getent", "hosts", "kubernetes.default.svc.cluster.local"))
                .contains("10.213.128.1");
    }

    @Test
    void a_pod_reaches_a_service_by_name_and_the_volume_behind_it() {
        assertThat(PODS.visit("curl", "--silent", "http://web")).isEqualTo("served from a volume");
    }

    @Test
    void the_machine_itself_reaches_a_service() throws IOException, InterruptedException {
        String address = PODS.kubectl("get", "service", "web", "--output", "jsonpath={.spec.clusterIP}");
        var request = HttpRequest.newBuilder(URI.create("http://" + address + "/"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("served from a volume\n");
        }
    }

    @Test
    void a_pod_reaches_the_api_server_at_its_service_address() {
        assertThat(PODS.visit("curl", "--silent", "--insecure", "https://10.213.128.1/version"))
                .contains("\"minor\": \"36\"");
    }

    @Test
    void a_snapshot_of_a_volume_becomes_ready() {
        PODS.kubectl("wait", "--for=jsonpath={.status.readyToUse}=true", "volumesnapshot/data", "--timeout=60s");
    }

    @Test
    void a_kubelet_may_be_restarted_under_running_pods() {
        String before = containerIds();
        CLUSTER.kill("kubelet");
        assertThat(CLUSTER.isAlive("kubelet")).isFalse();
        CLUSTER.start("kubelet");
        assertThat(Await.holds(Duration.ofSeconds(30), ClusterStory::execWorks)).isTrue();
        assertThat(containerIds()).isEqualTo(before);
    }

    @Test
    void the_kubelet_answers_nobody_without_rights() {
        String kubelet = "https://" + Node.FIRST.address() + ":" + Network.KUBELET_PORT + "/pods";
        assertThat(PODS.visit("curl", "--silent", "--insecure", kubelet)).isEqualTo("Unauthorized");
    }

    private static boolean execWorks() {
        try {
            return PODS.visit("echo", "back").equals("back");
        } catch (ClusterException notYet) {
            return false;
        }
    }

    private static String containerIds() {
        return PODS.kubectl("get", "pods", "--output", "jsonpath={.items[*].status.containerStatuses[*].containerID}");
    }
}
