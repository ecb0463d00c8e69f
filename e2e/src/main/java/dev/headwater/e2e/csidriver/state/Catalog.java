package dev.headwater.e2e.csidriver.state;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All the cloud knows at one instant.
 *
 * @param volumes by id
 * @param snapshots by id
 * @param zones of the nodes that ever served this state directory, by node id
 */
public record Catalog(
        Map<String, BlockVolume> volumes, Map<String, BlockSnapshot> snapshots, Map<String, String> zones) {

    /** The volume with this id. */
    public Optional<BlockVolume> volume(String id) {
        return Optional.ofNullable(volumes.get(id));
    }

    /** The snapshot with this id. */
    public Optional<BlockSnapshot> snapshot(String id) {
        return Optional.ofNullable(snapshots.get(id));
    }

    Optional<BlockVolume> volumeNamed(String name) {
        return first(volumes.values(), v -> v.name().equals(name));
    }

    Optional<BlockSnapshot> snapshotNamed(String name) {
        return first(snapshots.values(), s -> s.name().equals(name));
    }

    long attachedTo(String node) {
        return volumes.values().stream()
                .filter(v -> v.node().equals(Optional.of(node)))
                .count();
    }

    /** Bytes promised to volumes; snapshots cost nothing here. */
    public long provisionedBytes() {
        return volumes.values().stream().mapToLong(BlockVolume::sizeBytes).sum();
    }

    List<BlockSnapshot> snapshotsOf(String volumeId) {
        return snapshots.values().stream()
                .filter(s -> s.volumeId().equals(volumeId))
                .toList();
    }

    List<String> restoredFrom(String snapshotId) {
        return bornFrom(new Origin.FromSnapshot(snapshotId));
    }

    List<String> clonesOf(String volumeId) {
        return bornFrom(new Origin.FromVolume(volumeId));
    }

    private List<String> bornFrom(Origin origin) {
        return volumes.values().stream()
                .filter(v -> v.origin().equals(origin))
                .map(BlockVolume::id)
                .toList();
    }

    private static <T> Optional<T> first(Collection<T> all, Predicate<T> wanted) {
        return all.stream().filter(wanted).findFirst();
    }
}
