package dev.headwater.operator.capture;

/**
 * What an installation decides about its snapshots.
 *
 * @param maxPending how many may be under way at a time, from the VolumeSnapshot to its readiness; storages refuse more than so many
 */
public record CaptureSettings(int maxPending) {}
