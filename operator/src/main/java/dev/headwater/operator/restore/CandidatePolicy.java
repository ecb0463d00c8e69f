package dev.headwater.operator.restore;

import dev.headwater.api.v1alpha1.RefusalReason;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.operator.model.Coordinates;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.StreamIdentity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses among candidates: place by place, in each the newest first. Each that is passed over has its reason; those that cannot be
 * placed, because nothing proves where they belong, are told last.
 */
final class CandidatePolicy {

    /**
     * @param refused in the order in which they were looked at
     */
    record Choice(Optional<Chosen> chosen, List<Refused> refused) {}

    record Chosen(Place place, Snapshot snapshot) {}

    /** A snapshot and the stream that it was found in. */
    private record Candidate(Snapshot snapshot, Source source) {
        private static final Comparator<Candidate> NEWEST_FIRST =
                Comparator.comparing(Candidate::snapshot, Snapshot.NEWEST_FIRST);
    }

    private final StreamIdentity own;
    private final RunSpec.Request request;
    private final PolicySettings.Origins origins;
    private final Candidates candidates;
    private final List<Refused> refused = new ArrayList<>();

    private CandidatePolicy(
            StreamIdentity own, RunSpec.Request request, PolicySettings.Origins origins, Candidates candidates) {
        this.own = own;
        this.request = request;
        this.origins = origins;
        this.candidates = candidates;
    }

    static Choice choose(
            String namespace, RunSpec spec, Lane defaultLane, PolicySettings.Origins origins, Candidates candidates) {
        var judge = new CandidatePolicy(StreamIdentity.of(namespace, spec), spec.request(), origins, candidates);
        var chosen = Place.inOrder(spec, defaultLane, origins).stream()
                .flatMap(place -> judge.at(place).stream())
                .findFirst();
        judge.tellUnplaced();
        return new Choice(chosen, List.copyOf(judge.refused));
    }

    private Optional<Chosen> at(Place place) {
        var here = new Coordinates(request.version(), request.os() + "/" + request.arch(), place.lane());
        return candidates.sources().stream()
                .filter(source -> place.prefix()
                        .map(prefix -> isNamed(source.stream(), prefix))
                        .orElseGet(() -> source.stream().equals(own)))
                .flatMap(source -> source.snapshots().stream()
                        .filter(snapshot -> isAt(here, snapshot, source))
                        .map(snapshot -> new Candidate(snapshot, source)))
                .sorted(Candidate.NEWEST_FIRST)
                .filter(this::passes)
                .findFirst()
                .map(candidate -> new Chosen(place, candidate.snapshot()));
    }

    /** Another key than the own one, which was looked at before, and one that the policy lets the request name. */
    private boolean isNamed(StreamIdentity stream, String prefix) {
        return stream.isRelatedTo(own)
                && !stream.equals(own)
                && stream.key().startsWith(prefix)
                && origins.keyPrefixes().stream().anyMatch(stream.key()::startsWith);
    }

    private static boolean isAt(Coordinates here, Snapshot snapshot, Source source) {
        return snapshot.lineage()
                .filter(lineage -> lineage.stream().equals(source.stream()))
                .map(Lineage::coordinates)
                .filter(here::equals)
                .isPresent();
    }

    private boolean passes(Candidate candidate) {
        var reason = refusal(candidate);
        reason.ifPresent(why -> refused.add(new Refused(candidate.snapshot(), why)));
        return reason.isEmpty();
    }

    private Optional<RefusalReason> refusal(Candidate candidate) {
        var snapshot = candidate.snapshot();
        return ofState(snapshot)
                .or(() -> candidate.source().rules().refusal(snapshot))
                .or(() -> ofDriver(snapshot))
                .or(() -> ofTrust(snapshot))
                .or(() -> snapshot.condemned().map(_ -> RefusalReason.Condemned))
                .or(() -> candidates.broken().contains(snapshot.name())
                        ? Optional.of(RefusalReason.CandidateBroken)
                        : Optional.empty());
    }

    private static Optional<RefusalReason> ofState(Snapshot snapshot) {
        return switch (snapshot.state()) {
            case DELETING -> Optional.of(RefusalReason.Deleting);
            case PENDING, CUT -> Optional.of(RefusalReason.NotReady);
            case FAILED -> Optional.of(RefusalReason.Failed);
            case HALF_BOUND -> Optional.of(RefusalReason.HalfBound);
            case READY -> Optional.empty();
        };
    }

    private Optional<RefusalReason> ofDriver(Snapshot snapshot) {
        return candidates
                .driver()
                .filter(wanted -> snapshot.driver().filter(wanted::equals).isEmpty())
                .map(_ -> RefusalReason.ForeignDriver);
    }

    private Optional<RefusalReason> ofTrust(Snapshot snapshot) {
        return snapshot.lineage()
                .filter(lineage -> !lineage.trust().reaches(origins.read()))
                .map(_ -> RefusalReason.CandidateNotTrustedEnough);
    }

    private void tellUnplaced() {
        candidates.sources().stream()
                .filter(source -> source.stream().equals(own))
                .flatMap(source -> source.snapshots().stream())
                .filter(snapshot -> snapshot.lineage()
                        .filter(lineage -> lineage.stream().equals(own))
                        .isEmpty())
                .sorted(Snapshot.NEWEST_FIRST)
                .forEach(snapshot ->
                        refused.add(new Refused(snapshot, ofState(snapshot).orElse(RefusalReason.LineageUnproven))));
    }
}
