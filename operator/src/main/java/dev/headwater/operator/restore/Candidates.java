package dev.headwater.operator.restore;

import dev.headwater.api.v1alpha1.TrustLevel;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What there is to choose from, and what is known of the one who asks.
 *
 * @param sources the run's own stream, and those whose keys begin with its restore-keys
 * @param driver the CSI driver of new volumes; empty where it is not known, and then nothing is refused for its driver
 * @param trust the level of the run
 * @param broken names of snapshots, or of their contents, that no volume could be made of for this run
 */
public record Candidates(List<Source> sources, Optional<String> driver, TrustLevel trust, Set<String> broken) {

    /** Nothing is there, and nothing was tried. */
    public static Candidates none(TrustLevel trust) {
        return new Candidates(List.of(), Optional.empty(), trust, Set.of());
    }
}
