package dev.headwater.keeper.checkout;

/**
 * What a checkout did.
 *
 * @param changedFiles written or removed
 */
record Moved(long changedFiles, Fetched fetched) {
    static final Moved NOT_AT_ALL = new Moved(0, Fetched.NO);

    /** Whether the remote was asked. */
    enum Fetched {
        YES,
        NO
    }

    Moved and(Moved other) {
        return new Moved(
                changedFiles + other.changedFiles,
                fetched == Fetched.YES || other.fetched == Fetched.YES ? Fetched.YES : Fetched.NO);
    }
}
