package dev.headwater.keeper.hygiene;

import java.util.Set;

/**
 * What is done with an entry. That of a directory is inherited by all that is in it.
 *
 * @param allowedRules names of the rules that may be broken
 */
record Treatment(Fate fate, Search search, Set<String> allowedRules) {
    static final Treatment LEAVE = new Treatment(Fate.LEAVE, Search.NEVER, Set.of());
    static final Treatment SCRUB = new Treatment(Fate.SCRUB, Search.NEVER, Set.of());
    static final Treatment SWEEP = new Treatment(Fate.SWEEP, Search.NEVER, Set.of());

    /** What becomes of it. */
    enum Fate {
        /** Nobody looks into it, but for what the policy says is scrubbed or swept. */
        LEAVE,
        /** It stays unless something in it is known to be a credential. */
        KEEP,
        /** Files are overwritten and removed. */
        SCRUB,
        /** All is removed. */
        SWEEP
    }

    /** Whether and how files are searched. */
    enum Search {
        NEVER,
        IF_CHANGED,
        /** Changed or not, and also by the rules for settings. */
        AS_SETTINGS
    }

    /** Whether something is left undone where the entry cannot be opened. */
    boolean isNeeded() {
        return switch (fate) {
            case LEAVE -> false;
            case KEEP -> search != Search.NEVER;
            case SCRUB, SWEEP -> true;
        };
    }

    /** Whether a file that was last changed at {@code changedAt} is searched; both in seconds since 1970. */
    boolean searches(long changedAt, long changedSince) {
        return switch (search) {
            case NEVER -> false;
            case IF_CHANGED -> changedAt >= changedSince;
            case AS_SETTINGS -> true;
        };
    }

    boolean isSubjectTo(SecretRule rule) {
        return !allowedRules.contains(rule.name())
                && (rule.where() != SecretRule.Where.SETTINGS || search == Search.AS_SETTINGS);
    }
}
