package dev.headwater.operator.api;

import static dev.headwater.operator.Given.NAMESPACE;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotPolicy;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.StreamSpec;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One job with a stream and a policy of its own, from its request to its end. */
final class Scene {
    static final RunSpec.Save WISH = new RunSpec.Save(RunSpec.Wish.Save, "pushed to main", RunSpec.Mode.Explicit);

    /** Of jobs that nobody speaks for, on main. */
    static final PolicySpec CLAIMS = Given.policy(TrustLevel.Claimed, null);

    private final KubernetesClient client;
    private final String key;
    private final Cast cast;
    private final String now = Instant.now().toString();

    Scene(KubernetesClient client, String key, OwnerReference... owners) {
        this.client = client;
        this.key = key;
        this.cast = new Cast(client, List.of(owners));
    }

    Cast cast() {
        return cast;
    }

    Scene under(PolicySpec spec) {
        return policy(key, spec).stream(key, Given.REPOSITORY);
    }

    Scene policy(String name, PolicySpec spec) {
        var policy = new BuildSnapshotPolicy();
        policy.setMetadata(
                new ObjectMetaBuilder().withNamespace(NAMESPACE).withName(name).build());
        policy.setSpec(spec);
        client.resource(policy).create();
        return this;
    }

    /** One under the scene's policy. */
    Scene stream(String streamKey, String repository) {
        var stream = new BuildSnapshotStream();
        stream.setMetadata(new ObjectMetaBuilder()
                .withNamespace(NAMESPACE)
                .withName(streamKey)
                .build());
        stream.setSpec(new StreamSpec(
                repository, streamKey, Given.PATH, "main", new StreamSpec.PolicyRef(key), null, null, null, null));
        client.resource(stream).create();
        return this;
    }

    void policy_is_deleted() {
        client.resources(BuildSnapshotPolicy.class)
                .inNamespace(NAMESPACE)
                .withName(key)
                .delete();
    }

    void stream_is_deleted() {
        client.resources(BuildSnapshotStream.class)
                .inNamespace(NAMESPACE)
                .withName(key)
                .delete();
    }

    void stream_is_another_repository_s() {
        stream_is_deleted();
        stream(key, "acme/other");
    }

    void stream_is_suspended() {
        stream_says("\"suspend\":true");
    }

    /** @param field of its spec, as JSON */
    Scene stream_says(String field) {
        client.resources(BuildSnapshotStream.class)
                .inNamespace(NAMESPACE)
                .withName(key)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{%s}}".formatted(field));
        return this;
    }

    /** The request of a push to main by workflow run 5. */
    Scene asks() {
        return asks(job -> job);
    }

    Scene asks(UnaryOperator<RunSpec.Job> change) {
        return requests(spec -> withJob(spec, change.apply(spec.job())));
    }

    Scene requests(UnaryOperator<RunSpec> change) {
        cast.plugin_creates_the_run(change.apply(spec(job -> job)));
        return this;
    }

    /** An earlier request of the same pod for another volume, which is served. */
    Scene has_another_volume() {
        cast.plugin_creates_another_run(spec(job -> job));
        return this;
    }

    /** The request came with a token, which the node plugin is about to hand over. */
    Scene asks_with_a_token() {
        return asks_with_a_token(spec(job -> job).request().timeout());
    }

    /** The same, of another job. */
    Scene asks_with_a_token(UnaryOperator<RunSpec.Job> change) {
        cast.plugin_creates_the_run(spec(change), Map.of(Api.ANNOTATION_TOKEN, "Sent"));
        return this;
    }

    /** @param timeout of the step, in seconds */
    Scene asks_with_a_token(int timeout) {
        var spec = spec(job -> job);
        cast.plugin_creates_the_run(asking(spec, spec.request().path(), timeout), Map.of(Api.ANNOTATION_TOKEN, "Sent"));
        return this;
    }

    /** Somebody deletes the run, and the node plugin makes it again when its job has asked to be saved. */
    Scene is_made_again() {
        client.resource(cast.run()).delete();
        Awaitility.await("run gone").atMost(Duration.ofMinutes(1)).until(() -> cast.run() == null);
        cast.plugin_creates_the_run(Given.released(spec(job -> job), RunSpec.Cause.Step, WISH, Instant.parse(now)));
        return this;
    }

    private RunSpec spec(UnaryOperator<RunSpec.Job> change) {
        var spec = cast.asks("refs/heads/main", 5);
        var request = spec.request();
        return withJob(with(spec, key, request.path(), request.timeout(), null), change.apply(spec.job()));
    }

    static RunSpec withJob(RunSpec spec, RunSpec.Job job) {
        return new RunSpec(spec.pod(), spec.slot(), spec.requester(), spec.request(), job, null, null);
    }

    /** The same request under other conditions. */
    static RunSpec asking(RunSpec spec, String path, int timeout, String... restoreKeys) {
        return with(spec, spec.request().key(), path, timeout, List.of(restoreKeys));
    }

    private static RunSpec with(
            RunSpec spec, String key, String path, int timeout, @Nullable List<String> restoreKeys) {
        var request = spec.request();
        return new RunSpec(
                spec.pod(),
                spec.slot(),
                spec.requester(),
                new RunSpec.Request(
                        request.number(),
                        key,
                        path,
                        request.version(),
                        request.os(),
                        request.arch(),
                        request.at(),
                        timeout,
                        restoreKeys,
                        null),
                spec.job(),
                null,
                null);
    }

    static RunSpec.Job job(RunSpec.Job job, String ref, @Nullable String event, @Nullable String cacheMode) {
        return new RunSpec.Job(
                job.source(),
                job.repository(),
                ref,
                null,
                job.sha(),
                event,
                job.runId(),
                job.runAttempt(),
                null,
                null,
                cacheMode);
    }

    RunStatus.Restore decided() {
        return cast.eventually("decided", status -> status.restore() != null).restore();
    }

    Scene gets_its_volume() {
        decided();
        is_offered_a_volume();
        cast.plugin_applies_slot(cast.slot(now, null, null, null));
        return this;
    }

    Scene is_offered_a_volume() {
        cast.keeper();
        cast.provisioner_binds_the_claim();
        cast.eventually("volume", status -> status.volume() != null);
        return this;
    }

    /** After the end of the attempt at the volume that was offered, whose claim the kubelet lets go. */
    Scene is_offered_another_volume() {
        cast.kubelet_lets_the_claim_go();
        cast.eventually("tried again", status -> status.restore() != null && status.volume() == null);
        return is_offered_a_volume();
    }

    Scene ends(RunSpec.Cause cause, RunSpec.@Nullable Save wish) {
        cast.plugin_releases(cause, wish);
        return this;
    }

    Scene wants_to_be_saved() {
        return ends(RunSpec.Cause.Step, WISH);
    }

    Scene is_sealed(RunStatus.Sealed report) {
        cast.plugin_applies_slot(cast.slot(now, now, report, null));
        return this;
    }

    Scene is_unstaged() {
        cast.plugin_applies_slot(cast.slot(now, now, report("Done"), now));
        return this;
    }

    Scene is_found_unclean(String why) {
        var slot = cast.slot(now, now, null, null);
        cast.plugin_applies_slot(new RunStatus.Slot(slot.answer(), now, null, null, null, now, null, null, why, null));
        return this;
    }

    /** A report that says nothing but how the seal ended. */
    RunStatus.Sealed report(String outcome) {
        return new RunStatus.Sealed(outcome, null, Given.SHA, 1L, 1L, now, null, null, null, null, null, null, null);
    }

    RunStatus.Save judged() {
        return cast.eventually("judged", status -> status.save() != null).save();
    }
}
