package dev.headwater.e2e.stories;

import static org.awaitility.Awaitility.await;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.e2e.cluster.Node;
import dev.headwater.e2e.world.DesiredJobPod;
import dev.headwater.e2e.world.GitServer;
import dev.headwater.e2e.world.Installation;
import dev.headwater.e2e.world.JobPod;
import dev.headwater.e2e.world.Leaks;
import dev.headwater.e2e.world.Progress;
import dev.headwater.e2e.world.Repository;
import dev.headwater.e2e.world.Runs;
import dev.headwater.e2e.world.Steps;
import dev.headwater.e2e.world.WorkflowRun;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;

/** One story: its jobs, which all use one stream, usually {@code tale}, under a version of the story's own, and so start cold. */
final class Stage {
    static final String KEY = "tale";
    static final String PATH = "/mnt/tale";
    static final String REPOSITORY = "acme/tales";
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String TOKEN_FILE = "/tmp/id-token";
    private static final AtomicLong RUN_IDS = new AtomicLong(Instant.now().getEpochSecond());
    private static final Duration CLEAN_SOON = Duration.ofSeconds(90);

    private final World world;
    private final Leaks leaks;
    private final TokenIssuer issuer;
    private final String key;
    private final Optional<String> node;
    private final long number;
    private final List<JobPod> jobs;

    Stage(World world, Leaks leaks, TokenIssuer issuer) {
        this(world, leaks, issuer, KEY, Optional.empty(), RUN_IDS.incrementAndGet(), new ArrayList<>());
    }

    private Stage(
            World world,
            Leaks leaks,
            TokenIssuer issuer,
            String key,
            Optional<String> node,
            long number,
            List<JobPod> jobs) {
        this.world = world;
        this.leaks = leaks;
        this.issuer = issuer;
        this.key = key;
        this.node = node;
        this.number = number;
        this.jobs = jobs;
    }

    /** The same story, whose jobs now use the stream with this key; its path is {@link #PATH} too. */
    Stage on(String otherKey) {
        return new Stage(world, leaks, issuer, otherKey, node, number, jobs);
    }

    /** The same story, whose jobs now run on this node. */
    Stage at(Node place) {
        return new Stage(world, leaks, issuer, key, Optional.of(place.name()), number, jobs);
    }

    World world() {
        return world;
    }

    /** Of the stream that its jobs use. */
    String key() {
        return key;
    }

    /** Installs the chart as it is for a story that is told alone. */
    void install() {
        new Installation(world)
                .ensure(
                        new Progress(System.out, InstantSource.system()),
                        issuer.options().toArray(String[]::new));
    }

    String version() {
        return "story-" + number;
    }

    /** A workflow run of {@code main}, later than all before it. */
    WorkflowRun workflowRun() {
        return workflowRun("0".repeat(40));
    }

    WorkflowRun workflowRun(String sha) {
        return WorkflowRun.push("http://git.git.svc.cluster.local", REPOSITORY, sha, RUN_IDS.incrementAndGet());
    }

    /** A job whose pod runs and waits for its steps. */
    JobPod job(String name) {
        return job(name, workflowRun());
    }

    JobPod job(String name, WorkflowRun run) {
        return announced(name, run).started(PATIENCE);
    }

    /** An idle job of {@code main} whose pod was changed before it was created. */
    JobPod changedJob(String name, UnaryOperator<Pod> change) {
        var idle = DesiredJobPod.of(
                World.JOBS, name + "-" + number, JobPod.IDLE, workflowRun().environment());
        var pod = JobPod.create(world, change.apply(idle));
        jobs.add(pod);
        return pod.started(PATIENCE);
    }

    /** A job whose pod is created and may not run yet; its name is the same whenever this story asks for it, and no other story's. */
    JobPod announced(String name, WorkflowRun run) {
        var fullName = name + "-" + number;
        var pod = node.map(place -> JobPod.idle(world, fullName, run, place))
                .orElseGet(() -> JobPod.idle(world, fullName, run));
        jobs.add(pod);
        return pod;
    }

    /** A pod that somebody else made and deletes: nothing of it may be left when the story is over. */
    void watch(JobPod pod) {
        jobs.add(pod);
    }

    Steps steps(JobPod pod) {
        return new Steps(pod.shell(), PATH);
    }

    /**
     * A job that has told who it is, and has its volume.
     *
     * @param options of the restore
     */
    Steps attached(JobPod pod, String... options) {
        var steps = steps(pod);
        steps.jobStarted();
        steps.restore(key, version(), options);
        return steps;
    }

    /** A token that speaks of {@code job}, whoever runs in the pod. */
    String token(JobPod pod, WorkflowRun job, TokenUse use) {
        return issuer.token(job, pod, PATH.substring(PATH.lastIndexOf('/') + 1), use);
    }

    /** Whom the operator asks about jobs that show none. */
    RunnerWitness witness() {
        return issuer.witness();
    }

    /** Options of a step by which it shows this token. */
    String[] shows(JobPod pod, String token) {
        steps(pod).run("printf %%s '%s' > %s".formatted(token, TOKEN_FILE));
        return new String[] {"--token-file", TOKEN_FILE};
    }

    /** Saves one file as the state of the stream, so that there is something to restore. */
    void savedState(String content) {
        savedStateAs(content);
    }

    /** {@link #savedState}, returning the name of the snapshot. */
    String savedStateAs(String content) {
        var pod = job("earlier-" + RUN_IDS.incrementAndGet());
        var steps = attached(pod);
        steps.run("echo " + content + " > " + PATH + "/state");
        steps.save();
        var saved = save(completed(pod));
        Assertions.assertThat(saved.cutAt()).isNotNull();
        return Objects.requireNonNull(saved.snapshot());
    }

    /** The proof that a trouble is over: another job gets this state, writes, and is saved. */
    void nextRunIsSound(String content) {
        var pod = job("next-" + RUN_IDS.incrementAndGet());
        var steps = attached(pod);
        Assertions.assertThat(steps.run("cat " + PATH + "/state")).isEqualTo(content);
        steps.save();
        Assertions.assertThat(save(completed(pod)).cutAt()).isNotNull();
    }

    BuildSnapshotRun run(JobPod pod) {
        return new Runs(world).latestOf(pod);
    }

    /** The run of a job, as soon as its keeper is there. */
    BuildSnapshotRun runOnceMade(JobPod pod) {
        return await("the keeper of " + pod.name())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> new Runs(world).of(pod.uid()),
                        runs -> runs.stream().anyMatch(this::hasKeeper))
                .getLast();
    }

    private boolean hasKeeper(BuildSnapshotRun run) {
        return world.client()
                        .pods()
                        .inNamespace(World.VAULT)
                        .withName(run.getMetadata().getName())
                        .get()
                != null;
    }

    /** Waits until nothing more will happen in any run of this pod. */
    void allCompleted(JobPod pod) {
        new Runs(world)
                .of(pod.uid())
                .forEach(run -> new Runs(world)
                        .await(run, "complete", PATIENCE, seen -> Runs.isTrue(seen, ConditionType.Complete)));
    }

    BuildSnapshotRun completed(JobPod pod) {
        return new Runs(world).completed(pod, PATIENCE);
    }

    /** All that is said of the pod. */
    List<Event> events(JobPod pod) {
        return world.client()
                .v1()
                .events()
                .inNamespace(World.JOBS)
                .withField("involvedObject.uid", pod.uid())
                .list()
                .getItems();
    }

    /** Waits until an event says this word of the pod. */
    void said(JobPod pod, String reason) {
        await(reason)
                .atMost(PATIENCE)
                .until(() -> events(pod).stream().map(Event::getReason).anyMatch(reason::equals));
    }

    static RunStatus.Save save(BuildSnapshotRun run) {
        return Objects.requireNonNull(
                Objects.requireNonNull(run.getStatus()).save(), () -> "the run has no verdict: " + run.getStatus());
    }

    static RunStatus.Answer answer(BuildSnapshotRun run) {
        return Objects.requireNonNull(
                Objects.requireNonNull(Objects.requireNonNull(run.getStatus()).slot())
                        .answer());
    }

    /** A repository with one commit on the git server; returns the commit. */
    String commit(Path folder, String content) throws IOException {
        Files.writeString(folder.resolve("hello.txt"), content);
        var repository = Files.exists(folder.resolve(".git")) ? new Repository(folder) : Repository.init(folder);
        var sha = repository.commitAll("Say " + content);
        publish(repository);
        return sha;
    }

    /** Its commits go to a branch of this story: stories that are told at the same time would push over each other's. */
    void publish(Repository repository) {
        var git = GitServer.running(world);
        git.create(REPOSITORY);
        repository.push(git.urlFromHere(REPOSITORY), "refs/heads/" + version());
    }

    /** Ends the story's jobs and waits until nothing is left of them. */
    void end() {
        deleteJobs();
        var uids = jobs.stream().map(JobPod::uid).collect(Collectors.toSet());
        awaitEmpty(() -> leaks.foundOf(uids));
    }

    /** Ends the story's jobs and waits until nothing is left of any story. */
    void endOfAll() {
        deleteJobs();
        awaitEmpty(leaks::found);
    }

    private void deleteJobs() {
        jobs.forEach(JobPod::goAway);
        jobs.forEach(JobPod::awaitGone);
    }

    private static void awaitEmpty(Supplier<List<String>> leaks) {
        await("nothing is left behind")
                .atMost(CLEAN_SOON)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> Assertions.assertThat(leaks.get()).isEmpty());
    }
}
