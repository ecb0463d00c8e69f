package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.e2e.world.World;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@IsolatedStory
class NodeWithoutPluginStory {
    private static final String LABEL = "story.headwater.dev/without-plugin";

    @AfterEach
    void bringThePluginBack(Stage stage) {
        pluginOnlyOnNodesWith(stage, Map.of());
    }

    @Test
    void a_job_on_a_node_without_the_plugin_waits_and_says_why_until_the_plugin_comes(Stage stage) {
        stage.savedState("kept");
        var parts = new Parts(stage.world());
        pluginOnlyOnNodesWith(stage, Map.of(LABEL, "never"));
        parts.awaitGone(Parts.PLUGIN);

        var job = stage.announced("waits", stage.workflowRun());
        await("the kubelet says what the pod waits for")
                .atMost(Stage.PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(stage.events(job))
                        .anyMatch(event -> event.getReason().equals("FailedMount")
                                && event.getMessage().contains("headwater.dev")));
        assertThat(stage.world().kubectl("-n", World.JOBS, "get", "pod", job.name(), "-o", "jsonpath={.status.phase}"))
                .isEqualTo("Pending");

        pluginOnlyOnNodesWith(stage, Map.of());
        parts.awaitReady(Parts.PLUGIN);
        job.started(Duration.ofMinutes(4));
        assertThat(stage.attached(job).run("cat " + Stage.PATH + "/state")).isEqualTo("kept");
        stage.nextRunIsSound("kept");
    }

    /** Beside the selector of the chart: Linux nodes. */
    private static void pluginOnlyOnNodesWith(Stage stage, Map<String, String> labels) {
        stage.world()
                .client()
                .apps()
                .daemonSets()
                .inNamespace(World.RELEASE)
                .withName("headwater-node-plugin")
                .edit(set -> set.edit()
                        .editSpec()
                        .editTemplate()
                        .editSpec()
                        .removeFromNodeSelector(LABEL)
                        .addToNodeSelector(labels)
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build());
    }
}
