package dev.headwater.keeper.checkout;

import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.report.Shown;

/** The remote answered, and does not have the ref. */
final class UnknownRefException extends OrderFailedException {
    private static final long serialVersionUID = 1L;

    /** @param ref as it was asked for */
    UnknownRefException(String ref, String url) {
        super("There is no %s at %s; give a branch, a tag, a full ref or a commit that is there."
                .formatted(Shown.text(ref, 200), Shown.text(url, 300)));
    }
}
