package dev.headwater.keeper.checkout;

import dev.headwater.keeper.report.OrderFailedException;

/** Git could not do it: the repository on the volume or the remote is at fault. */
final class GitFailedException extends OrderFailedException {
    private static final long serialVersionUID = 1L;

    GitFailedException(String sentence) {
        super(sentence);
    }
}
