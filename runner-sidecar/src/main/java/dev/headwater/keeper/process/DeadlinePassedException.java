package dev.headwater.keeper.process;

import dev.headwater.keeper.report.OrderFailedException;

/** The order's time ended before its command did; the command was ended too. */
public final class DeadlinePassedException extends OrderFailedException {
    private static final long serialVersionUID = 1L;

    public DeadlinePassedException(String sentence) {
        super(sentence);
    }
}
