package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.e2e.arc.AcquiredRunner;
import dev.headwater.e2e.arc.ArcPage;
import dev.headwater.e2e.arc.EphemeralRunner;
import dev.headwater.e2e.arc.RunningScaleSet;
import dev.headwater.e2e.arc.ScaleSetValues;
import dev.headwater.e2e.world.DesiredJobPod;
import dev.headwater.e2e.world.JobPod;
import dev.headwater.e2e.world.Steps;
import dev.headwater.e2e.world.WorkflowRun;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Runners of a scale set, with the values that the page docs/how-to/arc.md tells people to use. */
@SharedStory
@Order(2)
class ArcStory {
    private static final String IMAGE = "headwater-test/job:dev";

    /** The container hooks' file: who plays them has it already. */
    private static final String JOB_TEMPLATE = "job-template";

    private static final String STATE = Stage.PATH + "/state";

    /** Pods of this namespace may have privileged containers. */
    private static final String PRIVILEGED = "unconfined";

    private static final String DIND = "dind";

    /** The policy of this stream saves proven jobs alone. */
    private static final String PROVEN = "proven";

    @Test
    void two_legs_on_two_idle_runners_of_one_set_have_their_own_streams_and_may_write_them(Stage stage) {
        try (var set = runners(stage, ArcPage.plain(), 2)) {
            var workflowRun = stage.workflowRun();
            var legA = take(stage, set, workflowRun);
            var legB = take(stage, set, workflowRun);
            var stepsA = restored(stage.on("leg-a"), legA);
            var stepsB = restored(stage.on("leg-b"), legB);
            legA.announce(workflowRun);
            stepsA.run("echo a > " + STATE);
            stepsB.run("echo b > " + STATE);
            assertThat(stepsA.save()).contains("Saved as");
            assertThat(stepsB.save()).contains("Saved as");
            legA.complete();
            legB.complete();
            assertThat(level(stage.completed(legA.pod()))).isEqualTo(TrustLevel.Latched);
            assertThat(level(stage.completed(legB.pod())))
                    .as("nobody ever told the EphemeralRunner of this one what job it has")
                    .isEqualTo(TrustLevel.Latched);

            var next = take(stage, set, stage.workflowRun());
            assertThat(next.pod().name()).isNotIn(legA.pod().name(), legB.pod().name());
            assertThat(restored(stage.on("leg-b"), next).run("cat " + STATE)).isEqualTo("b");
        }
    }

    @Test
    void a_runner_that_comes_back_under_its_name_is_another_one(Stage stage) {
        try (var set = runners(stage, ArcPage.plain(), 1)) {
            var first = take(stage, set, stage.workflowRun());
            restored(stage.on("leg-a"), first).run("echo lost > " + STATE);
            first.pod().deleteAtOnce();

            var successor = set.successor(first.pod(), Stage.PATIENCE);
            assertThat(successor.name()).isEqualTo(first.pod().name());
            var second = take(stage, set, stage.workflowRun());
            assertThat(second.pod().uid()).isEqualTo(successor.uid());
            var steps = restored(stage.on("leg-a"), second);
            assertThat(steps.run("test -e " + STATE + " || echo none")).isEqualTo("none");
            steps.run("echo kept > " + STATE);
            assertThat(steps.save()).contains("Saved as");

            assertThat(reason(stage.completed(first.pod()))).isEqualTo("NotAsked");
            assertThat(reason(stage.completed(second.pod()))).isEqualTo("JobAsked");
        }
    }

    @Test
    void what_the_listener_tells_late_can_take_the_right_to_save_away(Stage stage) {
        try (var set = runners(stage, ArcPage.plain(), 1)) {
            var workflowRun = stage.workflowRun();
            var runner = take(stage, set, workflowRun);
            var steps = restored(stage.on("leg-a"), runner);
            steps.run("echo false > " + STATE);
            runner.announce(workflowRun.of("acme/others"));
            steps.trySave();

            var run = stage.completed(runner.pod());
            assertThat(level(run)).isEqualTo(TrustLevel.Latched);
            assertThat(reason(run)).isEqualTo("NotTrustedEnough");
        }
    }

    @Test
    void about_a_job_that_shows_no_token_github_is_asked(Stage stage) {
        try (var set = runners(stage, ArcPage.plain(), 2)) {
            var honest = stage.workflowRun();
            var vouchedFor = take(stage, set, honest);
            stage.witness().knows(honest, registration(stage, vouchedFor));
            vouchedFor.announce(honest);
            var steps = restored(stage.on(PROVEN), vouchedFor);
            steps.run("echo sound > " + STATE);
            assertThat(steps.save()).contains("Saved as");
            vouchedFor.complete();

            var claimed = stage.workflowRun();
            var liar = take(stage, set, claimed);
            stage.witness().knows(claimed.at("refs/heads/feature", claimed.sha()), registration(stage, liar));
            liar.announce(claimed);
            var forged = restored(stage.on(PROVEN), liar);
            forged.run("echo forged > " + STATE);
            forged.trySave();
            liar.complete();

            var saved = stage.completed(vouchedFor.pod());
            assertThat(level(saved)).isEqualTo(TrustLevel.Proven);
            assertThat(word(saved).save().reason()).isEqualTo("Verified");
            var refused = stage.completed(liar.pod());
            assertThat(level(refused)).isEqualTo(TrustLevel.Claimed);
            assertThat(word(refused).restore().reason()).isEqualTo("ClaimsContradict");
            assertThat(reason(refused)).isEqualTo("NotTrustedEnough");
        }
    }

    private static EphemeralRunner.Status registration(Stage stage, AcquiredRunner runner) {
        return stage.world()
                .client()
                .resources(EphemeralRunner.class)
                .inNamespace(runner.pod().namespace())
                .withName(runner.pod().name())
                .require()
                .getStatus();
    }

    private static RunStatus.GithubProofs word(BuildSnapshotRun run) {
        return Objects.requireNonNull(
                Objects.requireNonNull(run.getStatus().proofs()).github());
    }

    @Test
    void a_job_that_is_cancelled_or_evicted_is_not_saved_and_the_set_goes_on(Stage stage) {
        try (var set = runners(stage, ArcPage.plain(), 2)) {
            var cancelled = take(stage, set, stage.workflowRun());
            var evicted = take(stage, set, stage.workflowRun());
            restored(stage.on("leg-a"), cancelled).run("echo half > " + STATE);
            restored(stage.on("leg-b"), evicted).run("echo half > " + STATE);
            cancelled.complete();
            stage.world()
                    .client()
                    .pods()
                    .inNamespace(evicted.pod().namespace())
                    .withName(evicted.pod().name())
                    .evict();
            assertThat(reason(stage.completed(cancelled.pod()))).isEqualTo("NotAsked");
            assertThat(reason(stage.completed(evicted.pod()))).isEqualTo("NotAsked");
            restored(stage.on("leg-a"), take(stage, set, stage.workflowRun())).skip();
        }
    }

    @Test
    void in_the_kubernetes_mode_a_job_pod_is_served_as_what_it_says_of_itself(Stage stage) {
        try (var set = runners(stage, ArcPage.kubernetes(), 1)) {
            var runner = take(stage, set, stage.workflowRun());
            try (var hooks = set.containerHooks(runner)) {
                assertThatThrownBy(() -> posesAs(stage, runner))
                        .hasMessageContaining("can only be said by who may update ephemeralrunners/finalizers");
                var job = hooks.prepareJob(onTestCluster(ArcPage.jobTemplate()), IMAGE);
                stage.watch(job);
                var steps = new Steps(hooks.shell(job), Stage.PATH);
                steps.restore(stage.key(), stage.version());
                steps.run("echo pod > " + STATE);
                assertThat(steps.save()).contains("Saved as");
                hooks.cleanupJob(job);
                runner.complete();

                var run = stage.completed(job);
                assertThat(level(run)).isEqualTo(TrustLevel.Claimed);
                assertThat(reason(run)).isEqualTo("JobAsked");
            }
        }
    }

    /** A job with the rights of its runner's account makes a pod that says it is the runner's. */
    private static void posesAs(Stage stage, AcquiredRunner runner) {
        var real = stage.world()
                .client()
                .pods()
                .inNamespace(runner.pod().namespace())
                .withName(runner.pod().name())
                .require();
        var forged = new PodBuilder(DesiredJobPod.of(World.JOBS, runner.pod().name(), JobPod.IDLE, Map.of()))
                .editMetadata()
                .withOwnerReferences(real.getMetadata().getOwnerReferences())
                .endMetadata()
                .build();
        try (var job = stage.world().as(World.JOBS, real.getSpec().getServiceAccountName())) {
            job.resource(forged).create();
        }
    }

    @Test
    void beside_docker_the_volume_is_the_same_in_both_containers_and_in_containers_that_docker_starts(Stage stage) {
        try (var set = runners(stage, PRIVILEGED, onTestCluster(ArcPage.dockerInDocker()), 1)) {
            var runner = take(stage, set, stage.workflowRun());
            var docker = new Steps(runner.pod().shell(DIND), Stage.PATH);
            docker.run(container("with-rslave", "unchanged"));
            docker.run(container("plain", "private"));

            var steps = restored(stage, runner);
            steps.run("echo runner > " + STATE);
            assertThat(docker.run("cat " + STATE)).isEqualTo("runner");
            docker.run("echo docker > " + Stage.PATH + "/answer");
            assertThat(steps.run("cat " + Stage.PATH + "/answer")).isEqualTo("docker");
            assertThat(docker.run(seenBy("with-rslave", STATE))).isEqualTo("runner");
            assertThat(docker.attempt(seenBy("plain", STATE)).exitCode()).isNotZero();

            docker.run(container("late", "private"));
            assertThat(docker.run(seenBy("late", STATE))).isEqualTo("runner");
            var busy = steps.attempt("/mnt/.headwater/headwater save --path " + Stage.PATH + " --timeout 2");
            assertThat(busy.output()).contains("private copy of the mount");
            docker.run("kill $(cat /tmp/late)");

            var run = stage.completed(runner.pod());
            assertThat(level(run)).isEqualTo(TrustLevel.Latched);
            assertThat(reason(run)).isEqualTo("JobAsked");
            runner.complete();
            assertThat(restored(stage, take(stage, set, stage.workflowRun())).run("cat " + Stage.PATH + "/answer"))
                    .isEqualTo("docker");
        }
    }

    /**
     * A process that sees the mounts as a container of docker's does: in a namespace of its own, which hears of later mounts or does not.
     *
     * @param propagation as of {@code unshare}: {@code unchanged} is what docker calls rslave here, because the slot's mount is one
     */
    private static String container(String name, String propagation) {
        return "unshare --mount --propagation %s sh -c 'echo $$ > /tmp/%2$s; exec sleep 300' > /dev/null 2>&1 & until [ -s /tmp/%2$s ]; do sleep 0.1; done"
                .formatted(propagation, name);
    }

    private static String seenBy(String container, String file) {
        return "cat /proc/$(cat /tmp/%s)/root%s".formatted(container, file);
    }

    /** Docker itself cannot be had here: its container waits, with docker's rights. */
    private static ScaleSetValues onTestCluster(ScaleSetValues dockerInDocker) {
        var template = new PodTemplateSpecBuilder(dockerInDocker.template())
                .editSpec()
                .editMatchingInitContainer(container -> !container.getName().equals(DIND))
                .withImage(IMAGE)
                .withImagePullPolicy("Never")
                .withCommand("true")
                .endInitContainer()
                .editMatchingInitContainer(container -> container.getName().equals(DIND))
                .withImage(IMAGE)
                .withImagePullPolicy("Never")
                .withCommand(RunningScaleSet.RUNNER_COMMAND)
                .withArgs()
                .editSecurityContext()
                .withRunAsUser(0L)
                .endSecurityContext()
                .editStartupProbe()
                .editExec()
                .withCommand("true")
                .endExec()
                .endStartupProbe()
                .endInitContainer()
                .endSpec()
                .build();
        return new ScaleSetValues(
                dockerInDocker.githubConfigUrl(),
                dockerInDocker.githubConfigSecret(),
                dockerInDocker.runnerScaleSetName(),
                dockerInDocker.minRunners(),
                dockerInDocker.maxRunners(),
                dockerInDocker.containerMode(),
                template);
    }

    private static RunningScaleSet runners(Stage stage, ScaleSetValues values, int count) {
        return runners(stage, World.JOBS, values, count);
    }

    /** The values of the page with the images of the test cluster, under the story's own name, and with so many runners. */
    private static RunningScaleSet runners(Stage stage, String namespace, ScaleSetValues values, int count) {
        var template = new PodTemplateSpecBuilder(values.template())
                .editSpec()
                .editFirstContainer()
                .withImage(IMAGE)
                .withImagePullPolicy("Never")
                .withCommand(RunningScaleSet.RUNNER_COMMAND)
                .removeMatchingFromVolumeMounts(mount -> mount.getName().equals(JOB_TEMPLATE))
                .endContainer()
                .removeMatchingFromVolumes(volume -> volume.getName().equals(JOB_TEMPLATE))
                .endSpec()
                .build();
        var own = new ScaleSetValues(
                values.githubConfigUrl(),
                values.githubConfigSecret(),
                "arc-" + stage.version(),
                count,
                count,
                values.containerMode(),
                template);
        streams(stage);
        return RunningScaleSet.start(stage.world(), own.render(namespace, "arc"));
    }

    private static void streams(Stage stage) {
        try (var yaml = Objects.requireNonNull(ArcStory.class.getResourceAsStream("arc.yaml"))) {
            stage.world().client().load(yaml).items().forEach(stage.world()::apply);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String onTestCluster(String template) {
        return template.replace("name: $job\n", "name: $job\n    imagePullPolicy: Never\n");
    }

    private static AcquiredRunner take(Stage stage, RunningScaleSet set, WorkflowRun run) {
        var runner = set.take(run, Stage.PATIENCE);
        stage.watch(runner.pod());
        return runner;
    }

    private static Steps restored(Stage stage, AcquiredRunner runner) {
        var steps = new Steps(runner.shell(), Stage.PATH);
        steps.restore(stage.key(), stage.version());
        return steps;
    }

    private static TrustLevel level(BuildSnapshotRun run) {
        return Objects.requireNonNull(
                Objects.requireNonNull(run.getStatus().restore()).level());
    }

    private static String reason(BuildSnapshotRun run) {
        return Objects.requireNonNull(Stage.save(run).reason());
    }
}
