package dev.headwater.e2e.chaos;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where a job reads and writes.
 *
 * @param key of its stream
 * @param ref full ref: {@code refs/heads/NAME} or {@code refs/pull/NUMBER/merge}
 */
record Leg(String key, String ref) {
    private static final String BRANCH = "refs/heads/";
    private static final String PULL = "refs/pull/";
    private static final String DEFAULT = BRANCH + "main";

    /** As the API names it: {@code branch:NAME} or {@code pull:NUMBER}. */
    String lane() {
        return isPull() ? "pull:" + ref.split("/")[2] : "branch:" + ref.substring(BRANCH.length());
    }

    boolean isPull() {
        return ref.startsWith(PULL);
    }

    /** Lanes that content may come from, the first before the second: the own one, and the one that all fall back to. */
    List<String> sources() {
        return Stream.of(lane(), new Leg(key, DEFAULT).lane()).distinct().toList();
    }

    @Override
    public String toString() {
        return key + " " + lane();
    }
}
