package dev.headwater.operator.model;

import java.util.Optional;
import java.util.regex.Pattern;

/** The line of snapshots, within a stream, that a run continues. Read from the full ref only; names are kept as they are. */
public sealed interface Lane {

    /** {@code branch:<name>} or {@code pull:<number>}; {@link #parse} reads it back. */
    String text();

    /** A branch by its full name, slashes included. */
    record Branch(String name) implements Lane {
        @Override
        public String text() {
            return BRANCH + name;
        }
    }

    /** A pull request. */
    record Pull(long number) implements Lane {
        @Override
        public String text() {
            return PULL + number;
        }
    }

    /** What a stream that says nothing takes as its default branch. */
    String DEFAULT_BRANCH = "main";

    String BRANCH = "branch:";
    String PULL = "pull:";

    /**
     * The lane of a ref. A tag has none, and neither has the temporary branch of a merge queue: what they build is nobody's
     * predecessor.
     */
    static Optional<Lane> ofRef(String ref) {
        var pull = Refs.PULL.matcher(ref);
        if (pull.matches()) {
            return Optional.of(new Pull(Long.parseLong(pull.group(1))));
        }
        var branch = Refs.BRANCH.matcher(ref);
        return branch.matches() && !branch.group(1).startsWith(Refs.MERGE_QUEUE)
                ? Optional.of(new Branch(branch.group(1)))
                : Optional.empty();
    }

    /** The lane whose {@link #text} this is. */
    static Optional<Lane> parse(String text) {
        if (text.startsWith(BRANCH)) {
            return ofRef("refs/heads/" + text.substring(BRANCH.length()));
        }
        return text.startsWith(PULL) ? ofRef("refs/pull/" + text.substring(PULL.length()) + "/head") : Optional.empty();
    }

    /** Forms of refs. */
    final class Refs {
        private static final Pattern BRANCH = Pattern.compile("refs/heads/(\\P{Cntrl}+)");
        private static final Pattern PULL = Pattern.compile("refs/pull/([1-9][0-9]{0,17})/(?:merge|head)");
        private static final String MERGE_QUEUE = "gh-readonly-queue/";

        private Refs() {}
    }
}
