package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.e2e.cluster.Admission;
import dev.headwater.e2e.cluster.Cluster;
import dev.headwater.e2e.cluster.Node;
import dev.headwater.e2e.world.JobPod;
import dev.headwater.e2e.world.Runs;
import dev.headwater.e2e.world.World;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * What only a second node can show: it is in another zone, and may be emptied, full, dead for a while, or dead for good. The node is
 * reserved for these stories, of which each needs it alone. Together they are long and so begin first.
 */
@SharedStory
@ResourceLock("second node")
@Order(1)
@TestMethodOrder(OrderAnnotation.class)
class TwoNodesStory {
    private static final Cluster CLUSTER = Cluster.running();
    private static final Duration SHORT = Duration.ofSeconds(24);
    private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service=nodeshutdown:NoExecute";

    private Node first;
    private Node second;

    @BeforeAll
    static void only_the_first_node_is_there() {
        while (CLUSTER.nodes().size() > 1) {
            CLUSTER.removeNode();
        }
    }

    @BeforeEach
    void a_second_node_is_there(Stage stage) {
        first = CLUSTER.nodes().getFirst();
        new Parts(stage.world()).awaitReady(Parts.OPERATOR);
        second = CLUSTER.nodes().size() > 1 ? CLUSTER.nodes().getLast() : CLUSTER.addNode(Admission.RESERVED);
        new Parts(stage.world()).awaitReady(Parts.PLUGIN);
    }

    @AfterAll
    static void the_second_node_goes() {
        only_the_first_node_is_there();
    }

    @Test
    void what_was_saved_in_one_zone_is_restored_in_another_also_on_a_node_that_takes_no_new_pods(Stage stage) {
        stage.at(first).savedState("of-the-first-zone");
        var job = stage.at(second).job("cordoned");
        stage.world().kubectl("cordon", second.name());
        try {
            var steps = stage.attached(job);
            assertThat(steps.run("cat " + Stage.PATH + "/state")).isEqualTo("of-the-first-zone");
            steps.run("echo of-the-second-zone > " + Stage.PATH + "/state");
            steps.save();
        } finally {
            stage.world().kubectl("uncordon", second.name());
        }
        assertThat(Stage.save(stage.completed(job)).reason()).isEqualTo("JobAsked");
        stage.at(first).nextRunIsSound("of-the-second-zone");
    }

    @Test
    void a_job_that_is_drained_away_is_not_saved_and_its_keeper_does_not_stop_the_drain(Stage stage)
            throws ExecutionException, InterruptedException {
        stage.at(first).savedState("kept");
        var job = stage.at(second).job("drained");
        stage.attached(job).run("echo lost > " + Stage.PATH + "/state");
        job.remember();
        try (var beside = Executors.newSingleThreadExecutor()) {
            var drain = beside.submit(() -> drain(stage));
            try {
                assertEnd(stage, job, "Evicted", "NotAsked");
            } finally {
                job.forget();
            }
            drain.get();
        } finally {
            stage.world().kubectl("uncordon", second.name());
        }
        stage.at(second).nextRunIsSound("kept");
    }

    @Test
    void a_node_that_holds_as_many_volumes_as_it_can_gives_the_next_job_scratch(Stage stage) throws IOException {
        stage.at(first).savedState("kept");
        var storage = new Storage(stage.world());
        try (var _ = storage.goingWrong("set max-volumes-of/" + second.name() + " 1")) {
            var early = stage.at(second).job("early");
            var steps = stage.attached(early);
            var late = stage.at(second).job("late");
            var lateSteps = stage.steps(late);
            lateSteps.jobStarted();
            var restore = lateSteps.tryRestore(stage.key(), stage.version(), SHORT);
            assertThat(restore.output()).contains("runs cold at " + Stage.PATH);
            assertThat(Stage.answer(stage.completed(late)).reason()).isEqualTo("PlaceUnavailable");
            stage.at(first).nextRunIsSound("kept");
            steps.skip();
        }
    }

    @Test
    void a_node_that_is_declared_dead_costs_its_jobs_their_saves_at_once_and_works_again_when_it_is_back(Stage stage)
            throws IOException {
        stage.at(first).savedState("kept");
        var working = stage.at(second).job("working");
        stage.attached(working).run("echo lost > " + Stage.PATH + "/state");
        var saving = stage.at(second).job("saving");
        var steps = stage.attached(saving);
        try (var _ = new Storage(stage.world()).goingWrong("NodeUnstageVolume hang")) {
            steps.run("/mnt/.headwater/headwater save --wait detached --path " + Stage.PATH);
            new Runs(stage.world())
                    .await(stage.run(saving), "sealed", Stage.PATIENCE, run -> Runs.isTrue(run, ConditionType.Sealed));
            CLUSTER.powerOff(second);
        }
        stage.world().kubectl("taint", "node", second.name(), OUT_OF_SERVICE);
        abandonPods(stage, World.JOBS);
        abandonPods(stage, World.VAULT);

        assertEnd(stage, working, "NodeLost", "VolumeUnclean");
        assertThat(Stage.save(stage.completed(saving)).reason()).isEqualTo("VolumeUnclean");
        stage.at(first).nextRunIsSound("kept");

        CLUSTER.powerOn(second);
        stage.world().kubectl("taint", "node", second.name(), OUT_OF_SERVICE + "-");
        new Parts(stage.world()).awaitReady(Parts.PLUGIN);
        stage.at(second).nextRunIsSound("kept");
    }

    @Test
    void a_node_that_restarts_under_a_job_costs_the_job_and_nothing_else(Stage stage) {
        stage.at(first).savedState("kept");
        var job = stage.at(second).job("restarted");
        stage.attached(job).run("echo lost > " + Stage.PATH + "/state");

        CLUSTER.powerOff(second);
        CLUSTER.powerOn(second);

        var run = stage.completed(job);
        assertThat(Runs.reason(run, ConditionType.Ended)).isPresent();
        assertThat(Stage.save(run).reason()).isEqualTo("NotAsked");
        stage.at(second).nextRunIsSound("kept");
    }

    /** The node is gone after it. */
    @Test
    @Order(Integer.MAX_VALUE)
    void a_node_that_never_returns_leaves_nothing_in_the_cluster(Stage stage) {
        stage.at(first).savedState("kept");
        var job = stage.at(second).job("gone");
        stage.attached(job).run("echo lost > " + Stage.PATH + "/state");

        CLUSTER.removeNode();

        assertEnd(stage, job, "NodeLost", "VolumeUnclean");
        stage.at(first).nextRunIsSound("kept");
    }

    private static void assertEnd(Stage stage, JobPod job, String end, String verdict) {
        var run = stage.completed(job);
        assertThat(Runs.reason(run, ConditionType.Ended)).contains(end);
        assertThat(Stage.save(run).reason()).isEqualTo(verdict);
    }

    private void drain(Stage stage) {
        stage.world()
                .kubectl(
                        "drain",
                        second.name(),
                        "--ignore-daemonsets",
                        "--delete-emptydir-data",
                        "--force",
                        "--timeout=90s");
    }

    /** As an administrator does whose node will not say that its pods have ended. */
    private void abandonPods(Stage stage, String namespace) {
        stage.world()
                .kubectl(
                        "-n",
                        namespace,
                        "delete",
                        "pods",
                        "--field-selector=spec.nodeName=" + second.name(),
                        "--grace-period=0",
                        "--force");
    }
}
