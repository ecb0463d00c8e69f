package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.restore.RestoreFacts;
import dev.headwater.operator.restore.StreamMatch;
import dev.headwater.operator.run.RunFacts.Ingredients;
import dev.headwater.operator.save.Grounds;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one reconciliation has read already. Its steps follow each other within milliseconds, and a job waits: what a decision was made of a
 * moment ago is not read again in order to act on it.
 */
final class Reads {
    private @Nullable JobPod pod;
    private @Nullable RestoreFacts restore;
    private @Nullable Grounds grounds;
    private RunStatus.@Nullable Proofs proofs;

    JobPod pod(Supplier<JobPod> read) {
        var known = pod == null ? read.get() : pod;
        pod = known;
        return known;
    }

    /** @param proved how well the job is known depends on it, and it may have been written a moment ago */
    Grounds grounds(RunStatus.@Nullable Proofs proved, Supplier<Grounds> read) {
        var known = grounds == null || !Objects.equals(proofs, proved) ? read.get() : grounds;
        grounds = known;
        proofs = proved;
        return known;
    }

    void decidedOn(RestoreFacts facts) {
        restore = facts;
    }

    /** What a claim is made of, if it was just decided; {@code snapshot} is the chosen one's name. */
    Optional<Ingredients> ingredients(Optional<String> snapshot) {
        return Optional.ofNullable(restore)
                .filter(facts -> facts.match() instanceof StreamMatch.Serves)
                .map(facts -> new Ingredients(
                        Optional.of(((StreamMatch.Serves) facts.match()).settings()),
                        facts.candidates().sources().stream()
                                .flatMap(source -> source.snapshots().stream())
                                .filter(candidate -> snapshot.filter(candidate.name()::equals)
                                        .isPresent())
                                .findFirst()));
    }
}
