package dev.headwater.operator.attempt;

/**
 * A warning of the cluster about a claim or keeper.
 *
 * @param reason of the event, as in {@code FailedMount}
 * @param message in the words of whoever warned, with those of the driver in them
 */
public record Warning(String reason, String message) {}
