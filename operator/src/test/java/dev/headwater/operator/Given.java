package dev.headwater.operator;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RunName;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.StreamSpec;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.Uses;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One job of one repository, as the tests of all rooms use it. */
public final class Given {
    public static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    public static final String VAULT = "vault";
    public static final String NAMESPACE = "ci";
    public static final String POD_UID = "0d1c5b1e-5f2a-4f2e-9b1d-2f6f3f0a7b11";
    public static final String NODE = "node-1";
    public static final String REPOSITORY = "acme/lambdas";
    public static final String KEY = "cargo-function-a";
    public static final String PATH = "/mnt/cargo";
    public static final String SHA = "0123456789abcdef0123456789abcdef01234567";
    public static final String DRIVER = "csi.example.org";
    public static final String NAME = RunName.of(POD_UID, "cargo", 1);

    public static RunSpec spec(String ref, long runId) {
        return spec(request(List.of(), null), job(RunSpec.Source.JobStarted, ref, null, runId));
    }

    public static RunSpec spec(RunSpec.Request request, RunSpec.Job job) {
        return new RunSpec(
                new RunSpec.Pod("runner-x", POD_UID, NODE),
                new RunSpec.Slot("headwater"),
                new RunSpec.Requester(1001L, 1001L),
                request,
                job,
                null,
                null);
    }

    public static RunSpec.Request request(List<String> restoreKeys, RunSpec.@Nullable Fallback fallback) {
        return new RunSpec.Request(1, KEY, PATH, "", "linux", "amd64", START.toString(), 120, restoreKeys, fallback);
    }

    public static RunSpec.Job job(RunSpec.Source source, String ref, @Nullable String baseRef, long runId) {
        return new RunSpec.Job(source, REPOSITORY, ref, baseRef, SHA, "push", runId, 1, null, null, null);
    }

    public static RunSpec released(RunSpec spec, RunSpec.Cause cause, RunSpec.@Nullable Save save, Instant at) {
        return new RunSpec(
                spec.pod(),
                spec.slot(),
                spec.requester(),
                spec.request(),
                spec.job(),
                save,
                new RunSpec.Released(at.toString(), cause));
    }

    public static BuildSnapshotRun run(RunSpec spec) {
        var run = new BuildSnapshotRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withNamespace(NAMESPACE)
                .withName(NAME)
                .withUid("run-uid")
                .withCreationTimestamp(START.toString())
                .build());
        run.setSpec(spec);
        return run;
    }

    /** What a policy says of saves, and nothing else. */
    public static PolicySpec policy(@Nullable TrustLevel write, PolicySpec.@Nullable Save save) {
        return new PolicySpec(null, null, null, null, new PolicySpec.Trust(null, write), null, save, null, null);
    }

    /** Of events the usual ones. */
    public static PolicySpec.Save save(
            PolicySpec.@Nullable When when,
            List<String> branches,
            PolicySpec.@Nullable PullRequests pullRequests,
            List<String> paths) {
        return new PolicySpec.Save(when, branches, pullRequests, null, paths, null, null);
    }

    public static BuildSnapshotStream stream(String name, String created) {
        var stream = new BuildSnapshotStream();
        stream.setMetadata(new ObjectMetaBuilder()
                .withNamespace(NAMESPACE)
                .withName(name)
                .withCreationTimestamp(created)
                .build());
        stream.setSpec(new StreamSpec(REPOSITORY, KEY, PATH, "main", null, null, null, null, null));
        return stream;
    }

    public static Pod jobPod() {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("runner-x")
                .withUid(POD_UID)
                .endMetadata()
                .withNewSpec()
                .withNodeName(NODE)
                .addNewVolume()
                .withName("headwater")
                .withNewCsi()
                .withDriver(Api.DRIVER)
                .endCsi()
                .endVolume()
                .addNewContainer()
                .withName("runner")
                .withImage("runner")
                .addNewVolumeMount()
                .withName("headwater")
                .withMountPath("/mnt")
                .withMountPropagation("HostToContainer")
                .endVolumeMount()
                .endContainer()
                .addNewToleration()
                .withKey("ci")
                .withOperator("Exists")
                .endToleration()
                .endSpec()
                .build();
    }

    public static Snapshot snapshot(String name, Lane lane, long runId, Snapshot.State state) {
        return snapshot(name, lineage(lane, runId), state);
    }

    public static Snapshot snapshot(String name, Lineage lineage, Snapshot.State state) {
        return new Snapshot(
                name,
                Optional.of(lineage),
                state,
                Optional.of(START),
                Optional.of(5L << 30),
                Optional.of(DRIVER),
                Uses.NONE,
                Optional.empty());
    }

    public static Lineage lineage(Lane lane, long runId) {
        return lineage(KEY, lane, runId, TrustLevel.Latched, List.of());
    }

    /** @param ancestors the parent first */
    public static Lineage lineage(String key, Lane lane, long runId, TrustLevel trust, List<String> ancestors) {
        return new Lineage(
                NAMESPACE,
                REPOSITORY,
                key,
                PATH,
                "",
                "linux/amd64",
                lane.text(),
                SHA,
                "refs/heads/main",
                runId,
                1,
                "uid-" + runId,
                trust,
                ancestors.isEmpty() ? null : ancestors.getFirst(),
                ancestors.stream().skip(1).toList());
    }

    private Given() {}
}
