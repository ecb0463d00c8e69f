package dev.headwater.operator.capture;

import java.time.Duration;

/**
 * What an installation decides about its snapshots.
 *
 * @param maxPending how many may be under way at a time, from the VolumeSnapshot to its readiness; storages refuse more than so many
 * @param turn how often a save that waits asks whether it is its turn: the end of another run's snapshot is no event of this run
 */
public record CaptureSettings(int maxPending, Duration turn) {}
