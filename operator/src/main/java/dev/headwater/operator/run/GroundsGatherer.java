package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.kube.JobPodReader;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.model.Coordinates;
import dev.headwater.operator.model.Heads;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.Proven;
import dev.headwater.operator.model.RunOrder;
import dev.headwater.operator.model.SaveRules;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.model.StreamRules;
import dev.headwater.operator.restore.CandidateGatherer;
import dev.headwater.operator.restore.StreamMatch;
import dev.headwater.operator.save.Grounds;
import dev.headwater.operator.trust.Attestation;
import dev.headwater.operator.trust.Runner;
import dev.headwater.operator.trust.RunnerGatherer;
import dev.headwater.operator.trust.TrustPolicy;
import dev.headwater.operator.volume.ClaimRecord;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Optional;

/** Reads what a run that wants to be saved is measured by: stream, policy, runner and lane as they are now, not as they were. */
final class GroundsGatherer {
    private final CandidateGatherer candidates;
    private final SnapshotReader snapshots;
    private final JobPodReader pods;
    private final RunnerGatherer runners;

    GroundsGatherer(CandidateGatherer candidates, SnapshotReader snapshots, JobPodReader pods, RunnerGatherer runners) {
        this.candidates = candidates;
        this.snapshots = snapshots;
        this.pods = pods;
        this.runners = runners;
    }

    Grounds gather(BuildSnapshotRun run, Optional<PersistentVolumeClaim> claim) {
        var match = candidates.match(run);
        return new Grounds(stream(match), rules(match, claim), attestation(run), laneHead(run, match));
    }

    private static Grounds.Stream stream(StreamMatch match) {
        if (match instanceof StreamMatch.OtherRepository(var name)) {
            return new Grounds.Stream.Foreign(name);
        }
        return streamRules(match).suspended() ? new Grounds.Stream.Suspended() : new Grounds.Stream.Open();
    }

    private static StreamRules streamRules(StreamMatch match) {
        return switch (match) {
            case StreamMatch.Serves serves -> serves.rules();
            case StreamMatch.PolicyMissing(var _, var _, var rules) -> rules;
            case StreamMatch.OtherRepository _,
                    StreamMatch.None _,
                    StreamMatch.Ambiguous _,
                    StreamMatch.Full _,
                    StreamMatch.NoSnapshotApi _ -> StreamRules.NONE;
        };
    }

    /** Whoever deletes a stream or a policy by mistake loses nothing by it: then those hold under which the volume was made. */
    private static SaveRules rules(StreamMatch match, Optional<PersistentVolumeClaim> claim) {
        return match instanceof StreamMatch.Serves serves
                ? serves.settings().save()
                : claim.flatMap(ClaimRecord::of)
                        .map(ClaimRecord::saveRules)
                        .orElseGet(() -> SaveRules.DEFAULT.within(Lane.DEFAULT_BRANCH));
    }

    private Attestation attestation(BuildSnapshotRun run) {
        var spec = run.getSpec();
        var runner = pods.read(run.getMetadata().getNamespace(), spec.pod())
                .present()
                .map(runners::gather)
                .orElseGet(Runner.Unknown::new);
        return TrustPolicy.attestLater(
                recorded(run),
                spec.job(),
                runner,
                Proven.of(run.getStatus(), TokenUse.RESTORE),
                Proven.of(run.getStatus(), TokenUse.SAVE));
    }

    /** The run's own level; in a journal that has none, the level of the content is a bound of it. */
    private static TrustLevel recorded(BuildSnapshotRun run) {
        var restore = Optional.ofNullable(run.getStatus()).map(RunStatus::restore);
        return restore.map(RunStatus.Restore::level)
                .or(() -> restore.map(RunStatus.Restore::trust))
                .orElse(TrustLevel.Claimed);
    }

    /** A snapshot that nobody may restore is no head: it keeps no older run from becoming one. */
    private Optional<RunOrder> laneHead(BuildSnapshotRun run, StreamMatch match) {
        var spec = run.getSpec();
        var stream = StreamIdentity.of(run.getMetadata().getNamespace(), spec);
        var rules = streamRules(match).resumed();
        var read = match instanceof StreamMatch.Serves serves
                ? serves.settings().origins().read()
                : TrustLevel.Claimed;
        return Lane.ofRef(spec.job().ref())
                .flatMap(lane -> Heads.at(
                        Coordinates.of(spec.request(), lane),
                        snapshots.ofStream(stream.hash()).stream()
                                .filter(snapshot -> rules.refusal(snapshot).isEmpty())
                                .filter(snapshot -> isTrusted(snapshot, read))
                                .toList(),
                        stream))
                .flatMap(Snapshot::lineage)
                .map(Lineage::order);
    }

    private static boolean isTrusted(Snapshot snapshot, TrustLevel read) {
        return snapshot.lineage()
                .filter(lineage -> lineage.trust().reaches(read))
                .isPresent();
    }
}
