package dev.headwater.operator.stream;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.model.OnDemandRules;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes streams on first use, and removes those that nobody needs: only what it made, and never a snapshot. */
final class OnDemandStreams {
    private static final Logger LOG = LoggerFactory.getLogger(OnDemandStreams.class);

    private final KubernetesClient client;
    private final StreamReader streams;

    OnDemandStreams(KubernetesClient client, StreamReader streams) {
        this.client = client;
        this.streams = streams;
    }

    /** Makes the stream that the run uses, if it is one to be made. */
    void make(BuildSnapshotRun run) {
        if (!OnDemandPolicy.isWaiting(run)) {
            return;
        }
        var namespace = run.getMetadata().getNamespace();
        var request = run.getSpec().request();
        OnDemandPolicy.made(run, streams.find(namespace, request.key(), request.path()), streams.onDemand(namespace))
                .ifPresent(this::create);
    }

    /** Removes what is not needed any more of the stream and its twins; whether the stream itself is gone then. */
    boolean remove(StreamFacts facts, Instant now) {
        var removed = new ArrayList<>(OnDemandPolicy.yielding(facts));
        if (removed.isEmpty() && isIdle(facts, now)) {
            removed.add(facts.stream());
        }
        removed.forEach(this::delete);
        var uid = facts.stream().getMetadata().getUid();
        return removed.stream().anyMatch(stream -> stream.getMetadata().getUid().equals(uid));
    }

    /** This very object: one of the same name that a person made since is another one. */
    private void delete(BuildSnapshotStream stream) {
        LOG.info(
                "{}/{}: removed, because it was made on first use and is needed no more",
                stream.getMetadata().getNamespace(),
                stream.getMetadata().getName());
        client.resource(stream).lockResourceVersion().delete();
    }

    private boolean isIdle(StreamFacts facts, Instant now) {
        var idle = idle(facts.stream());
        return idle.filter(time -> OnDemandPolicy.mayBeIdle(facts, time, now)).isPresent()
                && !OnDemandPolicy.isAskedFor(
                        facts.stream(),
                        client.resources(BuildSnapshotRun.class)
                                .inNamespace(facts.stream().getMetadata().getNamespace())
                                .list()
                                .getItems(),
                        idle.get(),
                        now);
    }

    /** As its policy says; a stream whose policy is gone stays until a person looks. */
    private Optional<Duration> idle(BuildSnapshotStream stream) {
        return Optional.ofNullable(stream.getSpec().policyRef())
                .filter(_ -> StreamReader.isOnDemand(stream))
                .flatMap(policy -> streams.onDemand(stream.getMetadata().getNamespace()).stream()
                        .filter(rules -> rules.policy().equals(policy.name()))
                        .findFirst())
                .map(OnDemandRules::idle);
    }

    private void create(BuildSnapshotStream stream) {
        try {
            client.resource(stream).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }
}
