package dev.headwater.operator.restore;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.StreamIdentity;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Reads what a restore decision rests on. A look that fails throws, and the run is looked at again. */
public final class CandidateGatherer {
    private final StreamReader streams;
    private final SnapshotReader snapshots;

    public CandidateGatherer(StreamReader streams, SnapshotReader snapshots) {
        this.streams = streams;
        this.snapshots = snapshots;
    }

    /**
     * @param broken names of snapshots that the run tried in vain
     */
    public RestoreFacts gather(BuildSnapshotRun run, JobPod pod, Set<String> broken) {
        var namespace = run.getMetadata().getNamespace();
        var spec = run.getSpec();
        var match = match(run);
        var candidates = match instanceof StreamMatch.Serves
                ? snapshots.ofStream(StreamIdentity.of(namespace, spec).hash())
                : List.<Snapshot>of();
        return new RestoreFacts(namespace, spec, pod, match, candidates, broken);
    }

    private StreamMatch match(BuildSnapshotRun run) {
        if (!snapshots.isServed()) {
            return new StreamMatch.NoSnapshotApi();
        }
        var request = run.getSpec().request();
        var found = streams.find(run.getMetadata().getNamespace(), request.key(), request.path());
        if (found.isEmpty()) {
            return new StreamMatch.None();
        }
        return StreamMatch.ofRepository(found, run.getSpec().job().repository())
                .<StreamMatch>map(stream -> streams.settings(stream)
                        .<StreamMatch>map(settings -> new StreamMatch.Serves(stream, settings))
                        .orElseGet(() -> new StreamMatch.PolicyMissing(
                                stream,
                                Objects.requireNonNull(stream.getSpec().policyRef())
                                        .name())))
                .orElseGet(() -> new StreamMatch.OtherRepository(
                        found.getFirst().getMetadata().getName()));
    }
}
