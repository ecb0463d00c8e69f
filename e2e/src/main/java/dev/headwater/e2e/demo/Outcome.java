package dev.headwater.e2e.demo;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the jobs of the demo's three workflow runs did, those of one run in the order of the matrix.
 *
 * @param affected the crate that the pull request changes and its dependants, as cargo's own metadata says
 */
record Outcome(List<JobTimes> push, List<JobTimes> pushAgain, List<JobTimes> pullRequest, Set<String> affected) {
    List<JobTimes> jobs() {
        return Stream.of(push, pushAgain, pullRequest).flatMap(List::stream).toList();
    }
}
