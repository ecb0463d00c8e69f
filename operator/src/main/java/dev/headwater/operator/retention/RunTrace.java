package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.model.Uses;
import dev.headwater.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What retention needs of a run.
 *
 * @param completeAt when its walk was at its end; empty while it is not
 * @param restored name of the snapshot that its volume was made of
 * @param uses of that snapshot
 */
public record RunTrace(
        String namespace,
        String name,
        String uid,
        String resourceVersion,
        Optional<Instant> completeAt,
        Optional<String> restored,
        Uses uses) {
    private static final String FROM = "from/";

    static RunTrace of(BuildSnapshotRun run) {
        var metadata = run.getMetadata();
        var status = Optional.ofNullable(run.getStatus());
        var restore = status.map(RunStatus::restore).filter(decision -> decision.snapshot() != null);
        return new RunTrace(
                metadata.getNamespace().intern(),
                metadata.getName(),
                metadata.getUid(),
                metadata.getResourceVersion(),
                status.filter(known -> Conditions.isTrue(known.conditions(), ConditionType.Complete))
                        .flatMap(known -> Conditions.find(known.conditions(), ConditionType.Complete))
                        .map(Condition::getLastTransitionTime)
                        .map(Instant::parse),
                restore.map(RunStatus.Restore::snapshot),
                restore.map(decision -> uses(decision, status.map(RunStatus::lane)))
                        .orElse(Uses.NONE));
    }

    private static Uses uses(RunStatus.Restore restore, Optional<String> lane) {
        var at = Optional.of(Instant.parse(restore.at()));
        var isOwn = lane.filter(own -> own.equals(restore.sourceLane())).isPresent();
        return new Uses(at, isOwn ? Optional.empty() : at);
    }

    /** What a run is looked for by: the stream that it asked for, and what its volume was made of. */
    static List<String> keys(BuildSnapshotRun run) {
        var stream = StreamIdentity.of(run.getMetadata().getNamespace(), run.getSpec())
                .hash()
                .intern();
        return Stream.concat(
                        Stream.of(stream),
                        Optional.ofNullable(run.getStatus())
                                .map(RunStatus::restore)
                                .map(RunStatus.Restore::snapshot)
                                .map(RunTrace::ofSnapshot)
                                .stream())
                .toList();
    }

    /** The key of runs whose volumes were made of this snapshot; no stream's hash looks like it. */
    static String ofSnapshot(String name) {
        return FROM + name;
    }

    /** Whether a key is that of a stream. */
    static boolean isStream(String key) {
        return !key.startsWith(FROM);
    }
}
