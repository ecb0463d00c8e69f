package dev.headwater.chart;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs as node plugin and operator write them: by server-side apply, each with its own fields. */
final class Runs {
    private static final String AT = "2026-11-22T10:00:00Z";

    static BuildSnapshotRun of(String name, String node) {
        return run(
                name,
                new RunSpec(
                        new RunSpec.Pod("runner", "uid-1", node),
                        new RunSpec.Slot("headwater"),
                        new RunSpec.Requester(1001L, 1001L),
                        new RunSpec.Request(1, "key", "/mnt/a", "", "linux", "amd64", AT, 120, null, null),
                        new RunSpec.Job(
                                RunSpec.Source.JobStarted,
                                "acme/lambdas",
                                "refs/heads/main",
                                null,
                                "c0ffee",
                                null,
                                1L,
                                1,
                                null,
                                null,
                                null),
                        null,
                        null),
                null);
    }

    static BuildSnapshotRun create(KubernetesClient client, BuildSnapshotRun run) {
        return client.resource(run).create();
    }

    /** The node plugin's part of the status. */
    static RunStatus attached() {
        return status(
                new RunStatus.Slot(null, AT, "7:1", "boot", null, null, null, null, null, null),
                null,
                condition(ConditionType.Attached));
    }

    /** The operator's part of the status. */
    static RunStatus restored() {
        return status(
                null,
                new RunStatus.Restore(
                        "StartEmpty",
                        "empty",
                        "NoSnapshot",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        AT,
                        null,
                        null),
                condition(ConditionType.Restored));
    }

    static RunStatus only(ConditionType type) {
        return status(null, null, condition(type));
    }

    static BuildSnapshotRun applyStatus(KubernetesClient client, String manager, String name, RunStatus status) {
        return client.resource(run(name, null, status)).subresource("status").patch(apply(manager));
    }

    static BuildSnapshotRun release(KubernetesClient client, String name) {
        var released = new Released(
                new RunSpec.Save(RunSpec.Wish.Save, "it is main", null), new RunSpec.Released(AT, RunSpec.Cause.Step));
        var run = new GenericKubernetesResourceBuilder()
                .withApiVersion(Api.GROUP + "/" + Api.VERSION)
                .withKind("BuildSnapshotRun")
                .withMetadata(metadata(name))
                .addToAdditionalProperties("spec", released)
                .build();
        return Serialization.unmarshal(
                Serialization.asJson(client.resource(run).patch(apply(Api.NODE_PLUGIN_MANAGER))),
                BuildSnapshotRun.class);
    }

    /** The two fields of the spec that are applied at the end; the rest stays the creator's. */
    private record Released(RunSpec.Save save, RunSpec.Released released) {}

    private static PatchContext apply(String manager) {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .build();
    }

    private static RunStatus status(
            RunStatus.@Nullable Slot slot, RunStatus.@Nullable Restore restore, Condition condition) {
        return new RunStatus(null, null, slot, restore, null, null, List.of(condition), null, null);
    }

    private static Condition condition(ConditionType type) {
        return new ConditionBuilder()
                .withType(type.name())
                .withStatus("True")
                .withReason("Test")
                .withMessage("a sentence")
                .withLastTransitionTime(AT)
                .build();
    }

    private static BuildSnapshotRun run(String name, @Nullable RunSpec spec, @Nullable RunStatus status) {
        var run = new BuildSnapshotRun();
        run.setMetadata(metadata(name));
        run.setSpec(spec);
        run.setStatus(status);
        return run;
    }

    private static ObjectMeta metadata(String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(Cluster.TENANT_NAMESPACE)
                .build();
    }

    private Runs() {}
}
