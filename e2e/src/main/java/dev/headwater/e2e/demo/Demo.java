package dev.headwater.e2e.demo;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.e2e.arc.RunningScaleSet;
import dev.headwater.e2e.arc.ScaleSetValues;
import dev.headwater.e2e.world.GitServer;
import dev.headwater.e2e.world.Installation;
import dev.headwater.e2e.world.Progress;
import dev.headwater.e2e.world.Workflow;
import dev.headwater.e2e.world.WorkflowRun;
import dev.headwater.e2e.world.Workspace;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The demo's story, from an installed cluster to three finished workflow runs. */
final class Demo {
    private static final String REPOSITORY = "acme/shop";
    private static final String SCALE_SET = "build-runners";
    private static final String PULL_REQUEST = "refs/pull/7/merge";

    private final World world;
    private final Progress progress;
    private final Instant start;

    /**
     * @param start gives the workflow runs their numbers, and is how old a snapshot may be at most: each demo starts cold
     */
    Demo(World world, Progress progress, Instant start) {
        this.world = world;
        this.progress = progress;
        this.start = start;
    }

    Outcome play() {
        var gitServer = CompletableFuture.supplyAsync(() -> GitServer.running(world));
        new Installation(world).ensure(progress);
        forgetEarlierDemos();
        progress.say("runner scale set " + SCALE_SET);
        var values = ScaleSetValues.parse(text("runners.yaml"));
        try (var runners = RunningScaleSet.start(world, values.render(World.JOBS, SCALE_SET))) {
            progress.say("git server");
            var git = gitServer.join();
            git.create(REPOSITORY);
            var workspace = Workspace.prepare(world.site(), progress, "app");
            try {
                return play(git, workspace, runners);
            } finally {
                workspace.delete();
            }
        }
    }

    private Outcome play(GitServer git, Workspace workspace, RunningScaleSet runners) {
        var workflow = new WorkflowExecution(world, progress, new Workflow(text("workflow.yml")), runners);
        var url = git.urlFromHere(REPOSITORY);
        workspace.repository().push(url);
        var push = WorkflowRun.push(
                git.serverUrl(), REPOSITORY, workspace.repository().head(), start.getEpochSecond());
        var cold = workflow.run("push", push);
        var warm = workflow.run("push again", push.later(1));
        var sha = workspace.changeOneCrate();
        workspace.repository().push(url, PULL_REQUEST);
        progress.say("a pull request changes one function of crate " + Workspace.CHANGED_CRATE);
        var changed =
                workflow.run("pull request", push.later(2).at(PULL_REQUEST, sha).pullRequestInto("main"));
        return new Outcome(cold, warm, changed, workspace.crates().affectedBy(Workspace.CHANGED_CRATE));
    }

    /** As one clears a stream in Git: nothing that was cut before is restored. */
    private void forgetEarlierDemos() {
        var streams = world.client().resources(BuildSnapshotStream.class).inNamespace(World.JOBS);
        List<BuildSnapshotStream> ours = streams.list().getItems().stream()
                .filter(stream -> stream.getSpec().repository().equals(REPOSITORY))
                .toList();
        ours.forEach(stream -> streams.withName(stream.getMetadata().getName())
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"notBefore\":\"%s\"}}".formatted(start)));
    }

    private String text(String file) {
        try {
            return Files.readString(world.site().demo(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
