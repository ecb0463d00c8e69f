package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.e2e.world.GitServer;
import dev.headwater.e2e.world.JobPod;
import dev.headwater.e2e.world.Repository;
import dev.headwater.e2e.world.WorkflowRun;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods that are nobody's runners, with the manifests and the commands of the page docs/how-to/any-pod.md. */
@SharedStory
class AnyPodStory {
    private static final String IMAGE = "headwater-test/job:dev";
    private static final String REPOSITORY = "acme/lambdas";
    private static final String DEEPER = "acme/team/lambdas";
    private static final Duration STEPS = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @Test
    void a_job_is_restored_and_saved(Stage stage) throws IOException {
        var run = sources(stage);
        var desired = Serialization.unmarshal(AnyPodPage.yaml("Job"), Job.class);
        inThisCluster(desired.getSpec().getTemplate().getSpec().getContainers().getFirst(), run);
        var job = stage.world()
                .client()
                .resource(new JobBuilder(desired)
                        .editMetadata()
                        .withName("nightly-" + stage.version())
                        .endMetadata()
                        .build())
                .create();
        try {
            var pod = podOf(stage, job);
            assertThat(pod.succeeded(Stage.PATIENCE)).isTrue();
            assertThat(Stage.save(stage.completed(pod)).reason()).isEqualTo("JobAsked");
        } finally {
            stage.world().client().resource(job).delete();
        }
    }

    @Test
    void the_steps_of_an_agent_know_gitlab_s_names_and_a_merge_request_starts_from_its_target(Stage stage)
            throws IOException {
        var run = sources(stage);
        var variables = new HashMap<>(Map.of(
                "CI_SERVER_URL", run.serverUrl(),
                "CI_PROJECT_PATH", REPOSITORY,
                "CI_PIPELINE_ID", Long.toString(run.id()),
                "CI_COMMIT_REF_NAME", "main",
                "CI_COMMIT_SHA", run.sha()));
        var push = agent(stage, "push");
        steps(
                push,
                variables,
                AnyPodPage.GITLAB,
                AnyPodPage.RESTORE,
                AnyPodPage.CHECKOUT,
                AnyPodPage.BUILD,
                AnyPodPage.SAVE);
        assertThat(Stage.save(stage.completed(push)).reason()).isEqualTo("JobAsked");

        variables.putAll(Map.of(
                "CI_PROJECT_PATH", DEEPER,
                "CI_PROJECT_ROOT_NAMESPACE", "acme",
                "CI_PROJECT_NAME", "lambdas",
                "CI_COMMIT_REF_NAME", "feature",
                "CI_MERGE_REQUEST_IID", "7",
                "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"));
        var merge = agent(stage, "merge");
        steps(
                merge,
                variables,
                AnyPodPage.GITLAB,
                AnyPodPage.GITLAB_MERGE_REQUEST,
                AnyPodPage.GITLAB_DEEPER_PATH,
                AnyPodPage.RESTORE,
                AnyPodPage.CHECKOUT_DEEPER_PATH,
                AnyPodPage.BUILD,
                AnyPodPage.SAVE);
        var completed = stage.completed(merge);
        assertThat(Objects.requireNonNull(completed.getStatus().restore()).from())
                .isEqualTo("base-branch");
        assertThat(Stage.save(completed).reason()).isEqualTo("PullRequestNotAllowed");
    }

    @Test
    void the_steps_of_an_agent_know_jenkins_names(Stage stage) {
        var variables = Map.of("BRANCH_NAME", "main", "GIT_COMMIT", "0".repeat(40), "BUILD_NUMBER", "12");
        assertThat(steps(agent(stage, "jenkins"), variables, AnyPodPage.JENKINS, "env"))
                .contains(
                        "GITHUB_REF=refs/heads/main",
                        "GITHUB_SHA=" + "0".repeat(40),
                        "GITHUB_RUN_ID=12",
                        "GITHUB_REPOSITORY=" + REPOSITORY);
    }

    /** The policy of the page, with the classes of the test cluster, and a crate in repositories of both kinds. */
    private WorkflowRun sources(Stage stage) throws IOException {
        var policy = AnyPodPage.yaml("BuildSnapshotPolicy")
                .replace("20Gi", "1Gi")
                .replace("gp3", "block")
                .replace("ebs", "block");
        stage.world()
                .client()
                .load(new ByteArrayInputStream(policy.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(stage.world()::apply);
        Files.writeString(folder.resolve("Cargo.toml"), "[package]\nname = 'hello'\nversion = '1.0.0'\n");
        Files.writeString(folder.resolve(".gitignore"), "target\n");
        Files.writeString(Files.createDirectory(folder.resolve("src")).resolve("main.rs"), "fn main() {}\n");
        var repository = Repository.init(folder);
        var sha = repository.commitAll("Say hello");
        var git = GitServer.running(stage.world());
        for (var name : List.of(REPOSITORY, DEEPER)) {
            git.create(name);
            repository.push(git.urlFromHere(name), "refs/heads/" + stage.version());
        }
        return stage.workflowRun(sha);
    }

    private static void inThisCluster(Container container, WorkflowRun run) {
        container.setImage(IMAGE);
        container.setImagePullPolicy("Never");
        var here = Map.of(
                "GITHUB_SERVER_URL", run.serverUrl(),
                "GITHUB_SHA", run.sha(),
                "GITHUB_RUN_ID", Long.toString(run.id()));
        container
                .getEnv()
                .forEach(variable -> variable.setValue(here.getOrDefault(variable.getName(), variable.getValue())));
    }

    private static JobPod podOf(Stage stage, Job job) {
        var pod = stage.world()
                .client()
                .pods()
                .inNamespace(World.JOBS)
                .withLabel("batch.kubernetes.io/job-name", job.getMetadata().getName())
                .waitUntilCondition(Objects::nonNull, Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        var found = JobPod.of(stage.world(), pod);
        stage.watch(found);
        return found;
    }

    /** The agent of the page. Its program has no manners; so its pod is given little time to end. */
    private static JobPod agent(Stage stage, String name) {
        return stage.changedJob(name, idle -> {
            var pod = new PodBuilder(Serialization.unmarshal(AnyPodPage.yaml("Pod"), Pod.class))
                    .withMetadata(idle.getMetadata())
                    .editSpec()
                    .withTerminationGracePeriodSeconds(1L)
                    .endSpec()
                    .build();
            var container = pod.getSpec().getContainers().getFirst();
            container.setImage(IMAGE);
            container.setImagePullPolicy("Never");
            return pod;
        });
    }

    /** One shell for all of them, as an agent has it. */
    private static String steps(JobPod agent, Map<String, String> variables, String... commands) {
        var script = Stream.of(commands).collect(Collectors.joining("\n", "set -e\n", ""));
        var done = agent.shell("build").with(variables).run(script, STEPS);
        assertThat(done.exitCode()).as(done.output()).isZero();
        return done.output();
    }
}
