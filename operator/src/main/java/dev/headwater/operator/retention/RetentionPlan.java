package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.RetentionReason;
import dev.headwater.operator.model.Uses;
import java.util.Map;

/**
 * What becomes of the snapshots of a stream, by name: each of them either stays or goes.
 *
 * @param stamps uses to be written on snapshots that stay, because what knows of them goes
 */
public record RetentionPlan(Map<String, Kept> kept, Map<String, RetentionReason> deleted, Map<String, Uses> stamps) {}
