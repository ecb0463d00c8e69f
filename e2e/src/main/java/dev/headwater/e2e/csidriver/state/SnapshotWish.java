package dev.headwater.e2e.csidriver.state;

import dev.headwater.e2e.csidriver.state.Behaviour.Dependence;
import java.util.Optional;

/**
 * A CreateSnapshot request, cleared of the wire format.
 *
 * @param volumeId the source
 * @param dependence what its VolumeSnapshotClass says; empty = as the whole cloud behaves
 */
public record SnapshotWish(String name, String volumeId, Optional<Dependence> dependence) {}
