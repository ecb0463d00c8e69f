package dev.headwater.keeper.checkout;

import dev.headwater.keeper.checkout.Moved.Fetched;

/**
 * A repository that has the objects of its commit, before the first file is moved.
 *
 * @param target with its commit
 * @param git of the repository where it is now
 */
record Prepared(CheckoutTarget target, Git git, Where where, Fetched fetched) {

    /** Where the repository is. */
    enum Where {
        /** In its place, and nothing is to be moved. */
        AT_COMMIT,
        IN_PLACE,
        /** In our own directory. */
        BESIDE
    }

    /** The same, after something around it has changed. */
    Prepared doubted() {
        return where == Where.AT_COMMIT ? new Prepared(target, git, Where.IN_PLACE, fetched) : this;
    }
}
