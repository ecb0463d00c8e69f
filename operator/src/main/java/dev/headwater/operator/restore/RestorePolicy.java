package dev.headwater.operator.restore;

import static dev.headwater.api.v1alpha1.RestoreReason.AllRefused;
import static dev.headwater.api.v1alpha1.RestoreReason.AmbiguousPolicy;
import static dev.headwater.api.v1alpha1.RestoreReason.CandidatesBroken;
import static dev.headwater.api.v1alpha1.RestoreReason.NoSnapshot;
import static dev.headwater.api.v1alpha1.RestoreReason.NoSnapshotApi;
import static dev.headwater.api.v1alpha1.RestoreReason.NotTrustedEnough;
import static dev.headwater.api.v1alpha1.RestoreReason.PathNotInSlot;
import static dev.headwater.api.v1alpha1.RestoreReason.PodNotFound;
import static dev.headwater.api.v1alpha1.RestoreReason.Suspended;
import static dev.headwater.api.v1alpha1.RestoreReason.TooManyStreams;
import static dev.headwater.api.v1alpha1.RestoreReason.UnknownPolicy;
import static dev.headwater.api.v1alpha1.RestoreReason.UnknownStream;
import static dev.headwater.api.v1alpha1.RestoreReason.WrongRepository;

import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.restore.RestoreDecision.FromSnapshot;
import dev.headwater.operator.restore.RestoreDecision.Refuse;
import dev.headwater.operator.restore.RestoreDecision.Scratch;
import dev.headwater.operator.restore.RestoreDecision.StartEmpty;
import dev.headwater.operator.trust.TrustPolicy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides what a run gets: the first snapshot of the places that policy and request allow, else an empty volume. What is wrong with the
 * request itself is refused; what is wrong with the stream lets the job run cold.
 */
public final class RestorePolicy {
    /** How many refused snapshots a sentence names. */
    private static final int NAMED = 4;

    public static RestoreDecision decide(RestoreFacts facts) {
        return refusal(facts).<RestoreDecision>map(refused -> refused).orElseGet(() -> serve(facts));
    }

    /** Where the request looks, in this order; nowhere, if nothing serves it. */
    public static List<Place> places(RestoreFacts facts) {
        return facts.match() instanceof StreamMatch.Serves serves
                ? Place.inOrder(
                        facts.spec(), serves.defaultLane(), serves.settings().origins())
                : List.of();
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

    /** The same, for a pod in which all is as it should be. */
    public static RestoreDecision serve(RestoreFacts facts) {
        var request = facts.spec().request();
        return switch (facts.match()) {
            case StreamMatch.Serves serves -> choose(facts, serves);
            case StreamMatch.PolicyMissing(var stream, var policy, var _) ->
                new Scratch(
                        UnknownPolicy,
                        "The stream %s names the policy %s, which does not exist; the job runs cold. Create the policy, or correct policyRef."
                                .formatted(stream, policy));
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
            case StreamMatch.Ambiguous(var policies) ->
                new Scratch(
                        AmbiguousPolicy,
                        "More than one policy would make a stream for key %s at %s: %s; the job runs cold. Make their onDemand disjoint, or create the stream by hand."
                                .formatted(request.key(), request.path(), String.join(", ", policies)));
            case StreamMatch.Full(var policy, var most) ->
                new Scratch(
                        TooManyStreams,
                        "The policy %s has made its %d streams; the job runs cold. Raise onDemand.maxStreams, or delete streams that nobody uses."
                                .formatted(policy, most));
            case StreamMatch.NoSnapshotApi _ ->
                new Scratch(
                        NoSnapshotApi,
                        "The cluster does not serve snapshot.storage.k8s.io/v1; the job runs cold. Install the CSI snapshot CRDs and controller.");
        };
    }

    private static RestoreDecision choose(RestoreFacts facts, StreamMatch.Serves serves) {
        var trust = facts.candidates().trust();
        var read = serves.settings().origins().read();
        if (serves.rules().suspended()) {
            return new Scratch(
                    Suspended,
                    "The stream %s is suspended; the job runs cold and is not saved. To resume it: kubectl patch bss %s -n %s --type=merge -p '{\"spec\":{\"suspend\":false}}'"
                            .formatted(serves.name(), serves.name(), facts.namespace()));
        }
        if (!trust.reaches(read)) {
            return new Scratch(
                    NotTrustedEnough,
                    "The policy hands content to jobs of level %s and above, and this one is only %s; the job runs cold. %s, or lower trust.read."
                            .formatted(read, trust, TrustPolicy.advice(read)));
        }
        var choice = CandidatePolicy.choose(
                facts.namespace(),
                facts.spec(),
                serves.defaultLane(),
                serves.settings().origins(),
                facts.candidates());
        return choice.chosen()
                .<RestoreDecision>map(chosen ->
                        new FromSnapshot(chosen.place().reason(), told(chosen), chosen.snapshot(), choice.refused()))
                .orElseGet(() -> nothing(facts, serves, choice.refused()));
    }

    /** A snapshot that cannot be restored is not the same as none: the job must not become the stream's new beginning. */
    private static RestoreDecision nothing(RestoreFacts facts, StreamMatch.Serves serves, List<Refused> refused) {
        var broken = facts.candidates().broken();
        return broken.isEmpty()
                ? empty(serves, refused)
                : new Scratch(
                        CandidatesBroken,
                        "No snapshot of the stream %s could be restored: %s failed; the job runs cold. kubectl get bsr -o yaml says why; delete what is broken."
                                .formatted(
                                        serves.name(), broken.stream().sorted().collect(Collectors.joining(", "))));
    }

    private static StartEmpty empty(StreamMatch.Serves serves, List<Refused> refused) {
        if (refused.isEmpty()) {
            return new StartEmpty(
                    NoSnapshot,
                    "The stream %s has no snapshot that this run may start from yet; the volume is new and empty."
                            .formatted(serves.name()),
                    refused);
        }
        var named = refused.stream().limit(NAMED).map(Refused::toString).collect(Collectors.joining(", "));
        var more = refused.size() > NAMED ? " and %d more".formatted(refused.size() - NAMED) : "";
        return new StartEmpty(
                AllRefused,
                "No snapshot of the stream %s can be restored: %s%s; the volume is new and empty."
                        .formatted(serves.name(), named, more),
                refused);
    }

    private static String told(CandidatePolicy.Chosen chosen) {
        var lineage = chosen.snapshot().lineage().orElseThrow();
        return "Restored from snapshot %s of %s at commit %s."
                .formatted(chosen.snapshot().name(), chosen.place().words(), lineage.sha());
    }

    private RestorePolicy() {}
}
