package dev.headwater.operator.restore;

import static dev.headwater.api.v1alpha1.RestoreReason.CandidatesBroken;
import static dev.headwater.api.v1alpha1.RestoreReason.HeadOfDefaultBranch;
import static dev.headwater.api.v1alpha1.RestoreReason.HeadOfLane;
import static dev.headwater.api.v1alpha1.RestoreReason.NoSnapshot;
import static dev.headwater.api.v1alpha1.RestoreReason.NoSnapshotApi;
import static dev.headwater.api.v1alpha1.RestoreReason.PathNotInSlot;
import static dev.headwater.api.v1alpha1.RestoreReason.PodNotFound;
import static dev.headwater.api.v1alpha1.RestoreReason.UnknownPolicy;
import static dev.headwater.api.v1alpha1.RestoreReason.UnknownStream;
import static dev.headwater.api.v1alpha1.RestoreReason.WrongRepository;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.model.Coordinates;
import dev.headwater.operator.model.Heads;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.restore.RestoreDecision.FromSnapshot;
import dev.headwater.operator.restore.RestoreDecision.Refuse;
import dev.headwater.operator.restore.RestoreDecision.Scratch;
import dev.headwater.operator.restore.RestoreDecision.StartEmpty;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides what a run gets: the newest snapshot of its own lane, else of the default branch's, else an empty volume. What is wrong with
 * the request itself is refused; what is wrong with the stream lets the job run cold.
 */
public final class RestorePolicy {
    public static RestoreDecision decide(RestoreFacts facts) {
        return refusal(facts).<RestoreDecision>map(refused -> refused).orElseGet(() -> serve(facts));
    }

    private static Optional<Refuse> refusal(RestoreFacts facts) {
        var spec = facts.spec();
        if (!(facts.pod() instanceof JobPod.Present(var pod))
                || !Objects.equals(pod.getSpec().getNodeName(), spec.pod().node())) {
            return Optional.of(new Refuse(
                    PodNotFound,
                    "No pod %s with uid %s runs on node %s; ask again from the pod that needs the volume."
                            .formatted(
                                    spec.pod().name(),
                                    spec.pod().uid(),
                                    spec.pod().node())));
        }
        return SlotCheck.complaint(pod, spec).map(complaint -> new Refuse(PathNotInSlot, complaint));
    }

    private static RestoreDecision serve(RestoreFacts facts) {
        var request = facts.spec().request();
        return switch (facts.match()) {
            case StreamMatch.Serves(var stream, var _) -> choose(facts, stream);
            case StreamMatch.PolicyMissing(var stream, var policy) ->
                new Scratch(
                        UnknownPolicy,
                        "The stream %s names the policy %s, which does not exist; the job runs cold. Create the policy, or correct policyRef."
                                .formatted(stream.getMetadata().getName(), policy));
            case StreamMatch.OtherRepository(var stream) ->
                new Scratch(
                        WrongRepository,
                        "The stream %s serves key %s at %s for another repository than %s; the job runs cold. Use another key, or make a stream for this repository."
                                .formatted(
                                        stream,
                                        request.key(),
                                        request.path(),
                                        facts.spec().job().repository()));
            case StreamMatch.None _ ->
                new Scratch(
                        UnknownStream,
                        "No stream in namespace %s has key %s and path %s; the job runs cold. To keep its builds from now on:%n%n%s"
                                .formatted(
                                        facts.namespace(),
                                        request.key(),
                                        request.path(),
                                        StreamManifest.command(facts.namespace(), facts.spec())));
            case StreamMatch.NoSnapshotApi _ ->
                new Scratch(
                        NoSnapshotApi,
                        "The cluster does not serve snapshot.storage.k8s.io/v1; the job runs cold. Install the CSI snapshot CRDs and controller.");
        };
    }

    private static RestoreDecision choose(RestoreFacts facts, BuildSnapshotStream stream) {
        var spec = facts.spec();
        var sound = facts.candidates().stream()
                .filter(candidate -> !facts.broken().contains(candidate.name()))
                .toList();
        var heads = Heads.of(sound, StreamIdentity.of(facts.namespace(), spec));
        var own = Lane.ofRef(spec.job().ref()).map(lane -> heads.get(Coordinates.of(spec.request(), lane)));
        if (own.isPresent()) {
            return new FromSnapshot(HeadOfLane, told("Restored", own.get()), own.get());
        }
        var defaultLane =
                new Lane.Branch(Objects.requireNonNullElse(stream.getSpec().defaultBranch(), Lane.DEFAULT_BRANCH));
        return Optional.ofNullable(heads.get(Coordinates.of(spec.request(), defaultLane)))
                .<RestoreDecision>map(head -> new FromSnapshot(
                        HeadOfDefaultBranch,
                        told("The run's own lane has no snapshot; restored the default branch's", head),
                        head))
                .orElseGet(() -> nothing(facts, stream.getMetadata().getName()));
    }

    /** A snapshot that cannot be restored is not the same as none: the job must not become the stream's new beginning. */
    private static RestoreDecision nothing(RestoreFacts facts, String stream) {
        return facts.broken().isEmpty()
                ? new StartEmpty(
                        NoSnapshot,
                        "The stream %s has no snapshot to start from yet; the volume is new and empty."
                                .formatted(stream))
                : new Scratch(
                        CandidatesBroken,
                        "No snapshot of the stream %s could be restored: %s failed; the job runs cold. kubectl get bsr -o yaml says why; delete what is broken."
                                .formatted(
                                        stream, facts.broken().stream().sorted().collect(Collectors.joining(", "))));
    }

    private static String told(String what, Snapshot snapshot) {
        var lineage = snapshot.lineage().orElseThrow();
        return "%s from snapshot %s of %s at commit %s."
                .formatted(what, snapshot.name(), lineage.lane(), lineage.sha());
    }

    private RestorePolicy() {}
}
