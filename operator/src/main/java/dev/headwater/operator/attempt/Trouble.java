package dev.headwater.operator.attempt;

import dev.headwater.api.v1alpha1.AttemptReason;

/**
 * Why an attempt does not come to its end.
 *
 * @param sentence for people
 */
public record Trouble(AttemptReason reason, String sentence) {}
