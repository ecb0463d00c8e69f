package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.e2e.world.Installation;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Storage whose snapshots stand alone, and storage whose snapshots do not: what the driver says of itself is not asked, it is tried. */
@IsolatedStory
class ClassProbeStory {
    private static final String INSIDE = "inside-volumes";
    private static final String HELD = "held-by-clones";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String OBJECTS = """
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: NAME}
            provisioner: csi.e2e.headwater.dev
            volumeBindingMode: WaitForFirstConsumer
            parameters: {csi.storage.k8s.io/fstype: ext4}
            ---
            apiVersion: snapshot.storage.k8s.io/v1
            kind: VolumeSnapshotClass
            metadata: {name: NAME}
            driver: csi.e2e.headwater.dev
            deletionPolicy: Retain
            ---
            apiVersion: headwater.dev/v1alpha1
            kind: BuildSnapshotPolicy
            metadata: {name: NAME, namespace: ci}
            spec:
              volume: {size: 1Gi, storageClassName: NAME, volumeSnapshotClassName: NAME}
            ---
            apiVersion: headwater.dev/v1alpha1
            kind: BuildSnapshotStream
            metadata: {name: NAME, namespace: ci}
            spec:
              repository: acme/tales
              key: NAME
              path: /mnt/tale
              policyRef: {name: NAME}
            """;

    @AfterEach
    void forget(Stage stage) {
        for (var name : List.of(INSIDE, HELD)) {
            stage.world().kubectl("-n", World.JOBS, "delete", "bss,bsp", name, "--ignore-not-found");
            stage.world().kubectl("delete", "storageclass,volumesnapshotclass", name, "--ignore-not-found");
            results(stage, name)
                    .forEach(result -> stage.world().client().resource(result).delete());
        }
    }

    @Test
    void classes_are_accepted_or_refused_by_what_a_probe_has_seen(Stage stage) throws IOException {
        nobodyTrustsTheDriver(stage);
        stage.savedState("proven");
        accepted(stage, "tale", "True");
        assertThat(results(stage, "block"))
                .isNotEmpty()
                .allSatisfy(result -> assertThat(result.getData()).containsEntry("outcome", "Independent"));

        try (var _ = new Storage(stage.world()).goingWrong("set snapshot-dependence volume")) {
            apply(stage, INSIDE);
            var job = stage.job("unsaved");
            var steps = stage.steps(job);
            steps.jobStarted();
            steps.restore(INSIDE, stage.version());
            steps.run("echo unsaved > " + Stage.PATH + "/state");
            assertThat(steps.save()).doesNotContain("Saved as");
            var save = Stage.save(stage.completed(job));
            assertThat(save.reason()).isEqualTo("NotAccepted");
            assertThat(save.message())
                    .startsWith("ClassNotIndependent: ")
                    .contains("VolumeSnapshotClass inside-volumes", "whose own volume had been deleted");
        }
        assertThat(accepted(stage, INSIDE, "False").getReason()).isEqualTo("ClassNotIndependent");

        try (var _ = new Storage(stage.world()).goingWrong("set snapshot-dependence clones")) {
            apply(stage, HELD);
            assertThat(accepted(stage, HELD, "False").getMessage())
                    .contains(
                            "A snapshot could not be deleted as long as a volume restored from it existed.",
                            "kubectl delete configmap probe-");
        }
    }

    /** Until the next story installs with the values of the demo. */
    private static void nobodyTrustsTheDriver(Stage stage) {
        new Installation(stage.world()).upgrade("--set-json", "probe.trustedDrivers=[]", "--set", "probe.patience=30s");
    }

    private static void apply(Stage stage, String name) {
        var objects = OBJECTS.replace("NAME", name).getBytes(StandardCharsets.UTF_8);
        stage.world().client().load(new ByteArrayInputStream(objects)).items().forEach(stage.world()::apply);
    }

    private static Condition accepted(Stage stage, String stream, String status) {
        return await(stream + " accepted: " + status)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> accepted(stage, stream),
                        found -> found.filter(condition -> condition.getStatus().equals(status))
                                .isPresent())
                .orElseThrow();
    }

    private static Optional<Condition> accepted(Stage stage, String stream) {
        return Optional.ofNullable(stage.world()
                        .client()
                        .resources(BuildSnapshotStream.class)
                        .inNamespace(World.JOBS)
                        .withName(stream)
                        .get()
                        .getStatus())
                .stream()
                .flatMap(known -> Stream.ofNullable(known.conditions()).flatMap(List::stream))
                .filter(condition -> condition.getType().equals("Accepted"))
                .findFirst();
    }

    private static List<ConfigMap> results(Stage stage, String snapshotClass) {
        return stage
                .world()
                .client()
                .configMaps()
                .inNamespace(World.VAULT)
                .withLabels(Map.of("headwater.dev/role", "probe"))
                .list()
                .getItems()
                .stream()
                .filter(result -> snapshotClass.equals(result.getData().get("volumeSnapshotClass")))
                .toList();
    }
}
