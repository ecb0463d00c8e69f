package dev.headwater.operator.run;

import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.restore.RestoreFacts;
import dev.headwater.operator.restore.StreamMatch;
import dev.headwater.operator.run.RunFacts.Ingredients;
import dev.headwater.operator.save.Grounds;
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

    JobPod pod(Supplier<JobPod> read) {
        var known = pod == null ? read.get() : pod;
        pod = known;
        return known;
    }

    Grounds grounds(Supplier<Grounds> read) {
        var known = grounds == null ? read.get() : grounds;
        grounds = known;
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
