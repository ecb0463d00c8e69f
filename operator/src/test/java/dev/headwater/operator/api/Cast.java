package dev.headwater.operator.api;

import static dev.headwater.operator.Given.NAMESPACE;
import static dev.headwater.operator.Given.VAULT;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotPolicy;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.CaptureReason;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RunName;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.StreamSpec;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContentBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotStatusBuilder;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Everybody but the operator, each part said in a method. */
final class Cast {
    private static final PatchContext AS_PLUGIN = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(Api.NODE_PLUGIN_MANAGER)
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final String podUid;
    private final String run;

    /** A job in a pod of its own. */
    Cast(KubernetesClient client) {
        this(client, List.of());
    }

    /** The same, in a pod that belongs to somebody, and has the name of its first owner. */
    Cast(KubernetesClient client, List<OwnerReference> owners) {
        this.client = client;
        var pod = Given.jobPod();
        pod.getMetadata().setOwnerReferences(owners);
        pod.getMetadata().setUid(null);
        pod.getMetadata()
                .setName(owners.stream()
                        .map(OwnerReference::getName)
                        .findFirst()
                        .orElseGet(() -> "runner-" + Long.toString(System.nanoTime(), 36)));
        this.podUid = client.resource(pod).create().getMetadata().getUid();
        this.podName = pod.getMetadata().getName();
        this.run = RunName.of(podUid, "cargo", 1);
    }

    private final String podName;

    String runName() {
        return run;
    }

    /** Of jobs that nobody speaks for. */
    static void user_applies_a_stream(KubernetesClient client) {
        applies_a_policy(client, "claims", null);
        var stream = new BuildSnapshotStream();
        stream.setMetadata(new ObjectMetaBuilder()
                .withNamespace(NAMESPACE)
                .withName("function-a")
                .build());
        stream.setSpec(following(Given.stream("function-a", "").getSpec(), "claims"));
        client.resource(stream).create();
    }

    private static void applies_a_policy(KubernetesClient client, String name, PolicySpec.@Nullable Limits limits) {
        var policy = new BuildSnapshotPolicy();
        policy.setMetadata(
                new ObjectMetaBuilder().withNamespace(NAMESPACE).withName(name).build());
        policy.setSpec(new PolicySpec(
                null,
                null,
                null,
                limits,
                new PolicySpec.Trust(null, TrustLevel.Claimed),
                null,
                Given.save(null, List.of("**"), null, List.of()),
                null,
                null));
        client.resource(policy).forceConflicts().serverSideApply();
    }

    private static StreamSpec following(StreamSpec spec, String policy) {
        return new StreamSpec(
                spec.repository(),
                spec.key(),
                spec.path(),
                spec.defaultBranch(),
                new StreamSpec.PolicyRef(policy),
                spec.suspend(),
                spec.notBefore(),
                spec.exclude(),
                spec.deletionPolicy());
    }

    /** The stream's policy from now on. */
    static void user_limits_the_stream(KubernetesClient client, int concurrentRuns) {
        applies_a_policy(client, "limited", new PolicySpec.Limits(null, concurrentRuns));
        client.resources(BuildSnapshotStream.class)
                .inNamespace(NAMESPACE)
                .withName("function-a")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"policyRef\":{\"name\":\"limited\"}}}");
    }

    /** A quota of the vault that is used up, as soon as the API server keeps to it. */
    static ResourceQuota no_claim_fits_the_quota(KubernetesClient client) {
        var nothing = Map.of("persistentvolumeclaims", new Quantity("0"));
        var quota = client.resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withNamespace(VAULT)
                        .withName("full")
                        .endMetadata()
                        .withNewSpec()
                        .withHard(nothing)
                        .endSpec()
                        .build())
                .create();
        client.resource(quota)
                .editStatus(known -> known.edit()
                        .editOrNewStatus()
                        .withHard(nothing)
                        .withUsed(nothing)
                        .endStatus()
                        .build());
        Awaitility.await("the quota counts").atMost(Duration.ofMinutes(1)).until(() -> refuses(client));
        return quota;
    }

    private static boolean refuses(KubernetesClient client) {
        try {
            client.resource(new PersistentVolumeClaimBuilder()
                            .withNewMetadata()
                            .withNamespace(VAULT)
                            .withName("attempt")
                            .endMetadata()
                            .withNewSpec()
                            .withAccessModes("ReadWriteOnce")
                            .withNewResources()
                            .addToRequests("storage", new Quantity("1Gi"))
                            .endResources()
                            .endSpec()
                            .build())
                    .dryRun()
                    .create();
            return false;
        } catch (KubernetesClientException e) {
            return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
        }
    }

    /** A snapshot of branch main that can be restored. */
    static void an_earlier_run_left_a_snapshot(KubernetesClient client, String name, long runId) {
        var lineage = Given.lineage(new Lane.Branch("main"), runId).toJson();
        var stream = new StreamIdentity(NAMESPACE, Given.REPOSITORY, Given.KEY, Given.PATH).hash();
        var snapshot = client.resource(new VolumeSnapshotBuilder()
                        .withNewMetadata()
                        .withNamespace(VAULT)
                        .withName(name)
                        .addToLabels(Api.LABEL_STREAM, stream)
                        .addToLabels(Api.LABEL_ROLE, "snapshot")
                        .addToAnnotations(Api.ANNOTATION_LINEAGE, lineage)
                        .endMetadata()
                        .withNewSpec()
                        .withNewSource(name, null)
                        .endSpec()
                        .build())
                .create();
        var content = client.resource(content(snapshot)
                        .editMetadata()
                        .addToLabels(Api.LABEL_STREAM, stream)
                        .addToAnnotations(Api.ANNOTATION_LINEAGE, lineage)
                        .endMetadata()
                        .build())
                .create();
        client.resource(snapshot).editStatus(known -> {
            known.setStatus(new VolumeSnapshotStatusBuilder()
                    .withBoundVolumeSnapshotContentName(content.getMetadata().getName())
                    .withCreationTime("2026-11-22T12:00:00Z")
                    .withReadyToUse(true)
                    .build());
            return known;
        });
    }

    private static VolumeSnapshotContentBuilder content(VolumeSnapshot snapshot) {
        return new VolumeSnapshotContentBuilder()
                .withNewMetadata()
                .withName("snapcontent-" + snapshot.getMetadata().getUid())
                .endMetadata()
                .withNewSpec()
                .withDeletionPolicy("Delete")
                .withDriver("csi.example.org")
                .withNewSource(null, "vol-1")
                .withNewVolumeSnapshotRef()
                .withApiVersion("snapshot.storage.k8s.io/v1")
                .withKind("VolumeSnapshot")
                .withNamespace(VAULT)
                .withName(snapshot.getMetadata().getName())
                .withUid(snapshot.getMetadata().getUid())
                .endVolumeSnapshotRef()
                .endSpec();
    }

    /** The content of the run's snapshot. */
    Optional<VolumeSnapshotContent> content() {
        return find(VolumeSnapshot.class)
                .map(snapshot -> client.resources(VolumeSnapshotContent.class)
                        .withName("snapcontent-" + snapshot.getMetadata().getUid())
                        .get());
    }

    void kubelet_warns(String reason, String message) {
        var keeper = keeper();
        client.resource(new EventBuilder()
                        .withNewMetadata()
                        .withNamespace(VAULT)
                        .withName(run + "." + reason.toLowerCase(Locale.ROOT))
                        .endMetadata()
                        .withType("Warning")
                        .withReason(reason)
                        .withMessage(message)
                        .withNewInvolvedObject()
                        .withKind("Pod")
                        .withNamespace(VAULT)
                        .withName(run)
                        .withUid(keeper.getMetadata().getUid())
                        .endInvolvedObject()
                        .build())
                .create();
    }

    void scheduler_says(String message) {
        client.resource(keeper())
                .editStatus(known -> known.edit()
                        .editOrNewStatus()
                        .withConditions(new PodConditionBuilder()
                                .withType("PodScheduled")
                                .withStatus("False")
                                .withReason("Unschedulable")
                                .withMessage(message)
                                .build())
                        .endStatus()
                        .build());
    }

    void plugin_rejects_the_volume() {
        plugin_applies_slot(new RunStatus.Slot(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new RunStatus.Rejected(
                        keeper().getMetadata().getUid(),
                        "RecordMismatch",
                        "The volume is another stream's.",
                        Instant.now().toString())));
    }

    /** Plays the kubelet where the claim is being deleted; never finds the end of the run. */
    boolean lets_a_deleted_claim_go() {
        find(PersistentVolumeClaim.class)
                .filter(claim -> claim.getMetadata().getDeletionTimestamp() != null)
                .ifPresent(_ -> kubelet_lets_the_claim_go());
        return false;
    }

    RunSpec asks(String ref, long runId) {
        var spec = Given.spec(ref, runId);
        return new RunSpec(
                new RunSpec.Pod(podName, podUid, Given.NODE),
                spec.slot(),
                spec.requester(),
                new RunSpec.Request(
                        1,
                        Given.KEY,
                        Given.PATH,
                        "",
                        "linux",
                        "amd64",
                        Instant.now().toString(),
                        120,
                        null,
                        null),
                spec.job(),
                null,
                null);
    }

    void plugin_creates_the_run(RunSpec spec) {
        created(run, spec, Map.of());
    }

    void plugin_creates_the_run(RunSpec spec, Map<String, String> annotations) {
        created(run, spec, annotations);
    }

    /** For another volume of the same pod, and waits until it is decided. */
    void plugin_creates_another_run(RunSpec spec) {
        var other = created(RunName.of(podUid, "other", 1), spec, Map.of());
        Awaitility.await("decided")
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> client.resource(other).get().getStatus(),
                        status -> status != null && status.restore() != null);
    }

    private BuildSnapshotRun created(String name, RunSpec spec, Map<String, String> annotations) {
        var object = new BuildSnapshotRun();
        object.setMetadata(new ObjectMetaBuilder()
                .withNamespace(NAMESPACE)
                .withName(name)
                .withAnnotations(annotations)
                .build());
        object.setSpec(spec);
        return client.resource(object).create();
    }

    void plugin_applies_slot(RunStatus.Slot slot) {
        var object = new BuildSnapshotRun();
        object.setMetadata(
                new ObjectMetaBuilder().withNamespace(NAMESPACE).withName(run).build());
        object.setStatus(new RunStatus(null, null, slot, null, null, null, null, null, null));
        client.resource(object).subresource("status").patch(AS_PLUGIN);
    }

    void plugin_releases(RunSpec.Cause cause, RunSpec.@Nullable Save save) {
        client.resources(BuildSnapshotRun.class)
                .inNamespace(NAMESPACE)
                .withName(run)
                .edit(known -> {
                    known.setSpec(Given.released(known.getSpec(), cause, save, Instant.now()));
                    return known;
                });
    }

    RunStatus.Slot slot(
            @Nullable String attachedAt,
            @Nullable String detachedAt,
            RunStatus.@Nullable Sealed sealed,
            @Nullable String unstagedAt) {
        return new RunStatus.Slot(
                attachedAt == null ? null : new RunStatus.Answer("attached", "HeadOfLane", null, attachedAt),
                attachedAt,
                null,
                null,
                null,
                detachedAt,
                sealed,
                unstagedAt,
                null,
                null);
    }

    void provisioner_binds_the_claim() {
        var claim = eventually(PersistentVolumeClaim.class, _ -> true);
        var bound = client.resource(claim)
                .edit(known -> known.edit()
                        .editSpec()
                        .withVolumeName("pv-" + run)
                        .endSpec()
                        .build());
        client.resource(bound)
                .editStatus(known -> known.edit()
                        .editOrNewStatus()
                        .withPhase("Bound")
                        .addToCapacity("storage", new Quantity("20Gi"))
                        .endStatus()
                        .build());
    }

    static void administrator_declares_the_node_dead(KubernetesClient client) {
        tainted(
                client,
                new TaintBuilder()
                        .withKey("node.kubernetes.io/out-of-service")
                        .withValue("nodeshutdown")
                        .withEffect("NoExecute")
                        .build());
    }

    static void administrator_declares_the_node_sound(KubernetesClient client) {
        tainted(client);
    }

    /** The node is not heard of from this moment on, and the cluster drives its pods out: the kubelet ends none of them. */
    void node_falls_silent(Instant since) {
        client.nodes()
                .withName(Given.NODE)
                .editStatus(node -> node.edit()
                        .editOrNewStatus()
                        .withConditions(new NodeConditionBuilder()
                                .withType("Ready")
                                .withStatus("Unknown")
                                .withLastTransitionTime(
                                        since.truncatedTo(ChronoUnit.SECONDS).toString())
                                .build())
                        .endStatus()
                        .build());
        client.pods().inNamespace(NAMESPACE).withName(podName).delete();
        client.resource(keeper())
                .edit(known -> known.edit()
                        .editMetadata()
                        .withFinalizers("csi.example.org/kubelet")
                        .endMetadata()
                        .build());
        client.resource(keeper()).delete();
    }

    private static void tainted(KubernetesClient client, Taint... taints) {
        client.nodes()
                .withName(Given.NODE)
                .edit(node -> node.edit()
                        .editSpec()
                        .withTaints(List.of(taints))
                        .endSpec()
                        .build());
    }

    /** Also to be called where nothing was wrong. */
    static void node_is_heard_of_again(KubernetesClient client) {
        client.nodes()
                .withName(Given.NODE)
                .editStatus(node -> node.edit()
                        .editOrNewStatus()
                        .withConditions(List.of())
                        .endStatus()
                        .build());
    }

    /** With grace 0, as nobody on the node could say that they have ended. */
    void administrator_forgets_the_pods() {
        client.pods()
                .inNamespace(NAMESPACE)
                .withName(podName)
                .withGracePeriod(0)
                .delete();
        client.resource(keeper()).withGracePeriod(0).delete();
    }

    void kubelet_lets_the_claim_go() {
        var claim = eventually(
                PersistentVolumeClaim.class, known -> known.getMetadata().getDeletionTimestamp() != null);
        client.resource(claim)
                .edit(known -> known.edit()
                        .editMetadata()
                        .withFinalizers(List.of())
                        .endMetadata()
                        .build());
    }

    VolumeSnapshotContent snapshot_controller_binds_a_content() {
        var snapshot = eventually(VolumeSnapshot.class, _ -> true);
        var content = client.resource(content(snapshot).build()).create();
        status(
                snapshot,
                new VolumeSnapshotStatusBuilder()
                        .withBoundVolumeSnapshotContentName(
                                content.getMetadata().getName())
                        .withReadyToUse(false));
        return content;
    }

    void storage_cuts_the_snapshot(VolumeSnapshotContent content) {
        client.resources(VolumeSnapshotContent.class)
                .withName(content.getMetadata().getName())
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"status\":{\"snapshotHandle\":\"snap-1\",\"readyToUse\":false}}");
        status(
                eventually(VolumeSnapshot.class, _ -> true),
                new VolumeSnapshotStatusBuilder()
                        .withBoundVolumeSnapshotContentName(
                                content.getMetadata().getName())
                        .withCreationTime("2026-11-22T12:00:00Z")
                        .withReadyToUse(false));
    }

    void content_becomes_ready(VolumeSnapshotContent content) {
        client.resources(VolumeSnapshotContent.class)
                .withName(content.getMetadata().getName())
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"readyToUse\":true}}");
    }

    void snapshot_becomes_ready(VolumeSnapshotContent content) {
        status(
                eventually(VolumeSnapshot.class, _ -> true),
                new VolumeSnapshotStatusBuilder()
                        .withBoundVolumeSnapshotContentName(
                                content.getMetadata().getName())
                        .withCreationTime("2026-11-22T12:00:00Z")
                        .withRestoreSize(new Quantity("20Gi"))
                        .withReadyToUse(true));
    }

    private void status(VolumeSnapshot snapshot, VolumeSnapshotStatusBuilder status) {
        client.resource(snapshot).editStatus(known -> {
            known.setStatus(status.build());
            return known;
        });
    }

    <R extends HasMetadata> Optional<R> find(Class<R> type) {
        return Optional.ofNullable(
                client.resources(type).inNamespace(VAULT).withName(run).get());
    }

    <R extends HasMetadata> R eventually(Class<R> type, Predicate<R> holds) {
        return Awaitility.await(type.getSimpleName())
                .atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> told(type).filter(holds).flatMap(_ -> find(type)),
                        found -> found.filter(holds).isPresent())
                .orElseThrow();
    }

    <R extends HasMetadata> void eventually_gone(Class<R> type) {
        Awaitility.await(type.getSimpleName() + " gone")
                .atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> told(type).isEmpty() && find(type).isEmpty());
    }

    BuildSnapshotRun run() {
        return client.resources(BuildSnapshotRun.class)
                .inNamespace(NAMESPACE)
                .withName(run)
                .get();
    }

    RunStatus eventually(String what, Predicate<RunStatus> holds) {
        return Awaitility.await(what)
                .atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> toldStatus()
                                .filter(holds)
                                .flatMap(_ -> Optional.ofNullable(run()).map(BuildSnapshotRun::getStatus)),
                        status -> status.filter(holds).isPresent())
                .orElseThrow();
    }

    /** What was last told of the object of the run's name in the vault. */
    <R extends HasMetadata> Optional<R> told(Class<R> type) {
        return Sight.of(client).last(type, VAULT, run);
    }

    Optional<VolumeSnapshotContent> toldContent() {
        return told(VolumeSnapshot.class)
                .flatMap(snapshot -> Sight.of(client)
                        .last(
                                VolumeSnapshotContent.class,
                                "snapcontent-" + snapshot.getMetadata().getUid()));
    }

    Optional<RunStatus> toldStatus() {
        return Sight.of(client).last(BuildSnapshotRun.class, NAMESPACE, run).map(BuildSnapshotRun::getStatus);
    }

    /** A number that changes with everything that concerns runs. */
    long news() {
        return Sight.of(client)
                .news(
                        BuildSnapshotRun.class,
                        Pod.class,
                        PersistentVolumeClaim.class,
                        VolumeSnapshot.class,
                        VolumeSnapshotContent.class);
    }

    /** Whether it has been told that the run is complete. */
    boolean isComplete() {
        return toldStatus()
                .filter(status -> Conditions.isTrue(status.conditions(), ConditionType.Complete))
                .isPresent();
    }

    /** Whether it has been told that the run waits until its snapshot may be taken. */
    boolean isQueued() {
        return toldStatus()
                .flatMap(status -> Conditions.find(status.conditions(), ConditionType.Captured))
                .filter(condition -> condition.getReason().equals(CaptureReason.Queued.name()))
                .isPresent();
    }

    RunStatus eventually_complete() {
        return eventually("complete", status -> Conditions.isTrue(status.conditions(), ConditionType.Complete));
    }

    Pod keeper() {
        return eventually(Pod.class, _ -> true);
    }
}
