package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Storage whose snapshots stand alone, and storage whose snapshots do not: what the driver says of itself is not asked, it is tried. */
@SharedStory
@Order(4)
class ClassProbeStory {
    private static final String INSIDE = "inside-volumes";
    private static final String HELD = "held-by-clones";
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @AfterEach
    void forget(Stage stage) {
        List.of(INSIDE, HELD).forEach(name -> new OwnStorage(stage.world(), name).remove());
    }

    @Test
    void classes_are_accepted_or_refused_by_what_a_probe_has_seen(Stage stage) {
        new OwnStorage(stage.world(), INSIDE).make("volume");
        new OwnStorage(stage.world(), HELD).make("clones");
        stage.savedState("proven");
        accepted(stage, "tale", "True");
        assertThat(OwnStorage.probes(stage.world(), "block"))
                .isNotEmpty()
                .allSatisfy(probe -> assertThat(probe.getData()).containsEntry("outcome", "Independent"));

        var job = stage.job("unsaved");
        var steps = stage.on(INSIDE).attached(job);
        steps.run("echo unsaved > " + Stage.PATH + "/state");
        assertThat(steps.save()).doesNotContain("Saved as");
        assertThat(accepted(stage, INSIDE, "False").getReason()).isEqualTo("ClassNotIndependent");
        var save = Stage.save(stage.completed(job));
        assertThat(save.reason()).isEqualTo("NotAccepted");
        assertThat(save.message())
                .startsWith("ClassNotIndependent: ")
                .contains("VolumeSnapshotClass inside-volumes", "whose own volume had been deleted");

        assertThat(accepted(stage, HELD, "False").getMessage())
                .contains(
                        "A snapshot could not be deleted as long as a volume restored from it existed.",
                        "kubectl delete configmap probe-");
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
}
