package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.StreamSpec;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.model.PolicySettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams whose snapshots go with them. The finalizer is on them alone, and only as long as they ask for it: whatever keeps this program from
 * running keeps every object with it from being deleted.
 */
final class StreamEnd {
    private static final Logger LOG = LoggerFactory.getLogger(StreamEnd.class);

    /** An uninstallation takes finalizers away and then removes this program; it is over by then. */
    private static final Duration UNINSTALLING = Duration.ofMinutes(15);

    private static final Set<Kept> IN_THE_WAY = EnumSet.of(Kept.DELETING, Kept.IN_USE);

    private final KubernetesClient client;
    private final RetentionGatherer gatherer;
    private final InUseGatherer uses;
    private final RetentionExecutor executor;
    private final Remaker remaker;
    private final Duration grace;

    StreamEnd(
            KubernetesClient client,
            RetentionGatherer gatherer,
            InUseGatherer uses,
            RetentionExecutor executor,
            Remaker remaker,
            Duration grace) {
        this.client = client;
        this.gatherer = gatherer;
        this.uses = uses;
        this.executor = executor;
        this.remaker = remaker;
        this.grace = grace;
    }

    static boolean isHeld(BuildSnapshotStream stream) {
        return stream.getMetadata().getFinalizers().contains(Api.FINALIZER_STREAM);
    }

    private static boolean takesSnapshotsAlong(BuildSnapshotStream stream) {
        return stream.getSpec().deletionPolicy() == StreamSpec.DeletionPolicy.Delete;
    }

    /** Sees to it that the finalizer is there if, and only if, the stream asks for it. */
    void prepare(BuildSnapshotStream stream, Instant now) {
        var released = VaultObject.instant(stream, Api.ANNOTATION_RELEASED_AT)
                .filter(at -> now.isBefore(at.plus(UNINSTALLING)))
                .isPresent();
        if (takesSnapshotsAlong(stream) && !isHeld(stream) && !released) {
            hold(stream);
        } else if (!takesSnapshotsAlong(stream) && isHeld(stream)) {
            release(stream);
        }
    }

    /** One look at a stream that is being deleted: something more of it goes, and in the end the stream itself. */
    void look(BuildSnapshotStream seen, Instant now) {
        gatherer.find(seen).filter(found -> isHeld(found.stream())).ifPresent(found -> {
            if (!takesSnapshotsAlong(found.stream()) || !found.others().isEmpty() || !clear(found, now)) {
                release(found.stream());
            }
        });
    }

    /** The same where the cluster serves no snapshots: there is nothing that could be deleted. */
    void lookWithoutSnapshots(BuildSnapshotStream seen) {
        gatherer.find(seen).filter(found -> isHeld(found.stream())).ifPresent(found -> release(found.stream()));
    }

    /** Whether something is left. */
    private boolean clear(RetentionGatherer.Found found, Instant now) {
        var rules = RetentionGatherer.rules(found.stream(), found.settings().orElse(PolicySettings.DEFAULT));
        var shelf = gatherer.shelf(rules.stream());
        var snapshots = shelf.pairs();
        var plan = RetentionPlanner.clear(snapshots, uses.among(snapshots), rules, now);
        RetentionPolicy.steps(snapshots, plan, rules.settings(), grace, now)
                .forEach(step -> executor.act(step, shelf, found.stream(), now));
        return remaker.look(shelf, rules.stream(), RemakePolicy.Aim.CLEAR)
                || !plan.deleted().isEmpty()
                || plan.kept().values().stream().anyMatch(IN_THE_WAY::contains)
                || gatherer.isAskedFor(rules.stream());
    }

    private void hold(BuildSnapshotStream stream) {
        var finalizers = Stream.concat(stream.getMetadata().getFinalizers().stream(), Stream.of(Api.FINALIZER_STREAM))
                .toList();
        LockedPatch.merge(
                client,
                stream,
                Map.of(
                        "finalizers",
                        finalizers,
                        "annotations",
                        Collections.singletonMap(Api.ANNOTATION_RELEASED_AT, null)),
                Map.of());
    }

    private void release(BuildSnapshotStream stream) {
        var finalizers = stream.getMetadata().getFinalizers().stream()
                .filter(finalizer -> !finalizer.equals(Api.FINALIZER_STREAM))
                .toList();
        LockedPatch.merge(client, stream, Map.of("finalizers", finalizers), Map.of());
        LOG.info(
                "{}/{}: nothing keeps it from being deleted",
                stream.getMetadata().getNamespace(),
                stream.getMetadata().getName());
    }
}
