package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.e2e.world.HelmRelease;
import dev.headwater.e2e.world.HostMounts;
import dev.headwater.e2e.world.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@IsolatedStory
class UninstallStory {
    private static final String KINDS =
            "csidrivers,deployments,daemonsets,serviceaccounts,clusterroles,clusterrolebindings,roles,rolebindings,priorityclasses,"
                    + "networkpolicies,poddisruptionbudgets,validatingadmissionpolicies,validatingadmissionpolicybindings,jobs,pods,configmaps";

    private static final String PROBES = "configmaps,pods,persistentvolumeclaims,volumesnapshots";

    private static final Duration PODS_END = Duration.ofMinutes(1);

    @AfterEach
    void installAgain(Stage stage) {
        stage.install();
    }

    @Test
    void uninstalling_is_refused_while_a_pod_has_a_slot_and_leaves_only_data_when_none_has(Stage stage) {
        var release = new HelmRelease(stage.world().site());
        stage.savedState("kept");
        var job = stage.job("live");
        var steps = stage.attached(job);

        var refused = release.uninstall();
        assertThat(refused.succeeded()).isFalse();
        steps.run("echo still-here > " + Stage.PATH + "/state");
        steps.save();
        assertThat(Stage.save(stage.completed(job)).reason()).isEqualTo("JobAsked");
        stage.end();

        var done = release.uninstall();
        assertThat(done.succeeded()).as(done.errors()).isTrue();
        // Helm has seen its own objects go; their pods take the grace that they have.
        await().atMost(PODS_END)
                .untilAsserted(() -> assertThat(ownedObjects(stage)).isEmpty());
        assertThat(stage.world().kubectl("get", "crds", "-o", "name"))
                .contains(
                        "buildsnapshotstreams.headwater.dev",
                        "buildsnapshotpolicies.headwater.dev",
                        "buildsnapshotruns.headwater.dev");
        assertThat(stage.world().kubectl("get", "volumesnapshots", "-n", World.VAULT, "-o", "name"))
                .isNotEmpty();
        assertThat(new HostMounts(stage.world().site()).mountPoints())
                .noneMatch(point -> point.startsWith(stage.world().site().kubeletRoot() + "/plugins/headwater.dev"));

        installAgain(stage);
        stage.nextRunIsSound("still-here");
    }

    /** Everything that carries the chart's label, except what must stay, and everything of probes. */
    private static List<String> ownedObjects(Stage stage) {
        var world = stage.world();
        return Stream.of(
                        world.kubectl(
                                "get",
                                KINDS,
                                "--all-namespaces",
                                "-l",
                                "app.kubernetes.io/name=headwater",
                                "-o",
                                "name"),
                        world.kubectl("get", PROBES, "-n", World.VAULT, "-l", "headwater.dev/role=probe", "-o", "name"))
                .flatMap(String::lines)
                .toList();
    }
}
