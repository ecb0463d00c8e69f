package dev.headwater.e2e.csidriver.state;

import dev.headwater.e2e.csidriver.state.Behaviour.Attach;
import dev.headwater.e2e.csidriver.state.Behaviour.Dependence;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A small cloud for the tests of the planners: 100 GiB, two nodes in two zones. */
final class Clouds {
    static final long GIB = 1L << 30;
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final Behaviour EBS = new Behaviour(
            Attach.REQUIRED, Duration.ofSeconds(3), Duration.ZERO, AttachLimits.same(2), Dependence.NONE, 100 * GIB);

    private Clouds() {}

    static BlockVolume volume(String id) {
        return new BlockVolume(id, "name of " + id, 10 * GIB, "z1", new Origin.Blank(), Optional.empty());
    }

    static BlockSnapshot snapshot(String id, String volumeId) {
        return new BlockSnapshot(id, "name of " + id, volumeId, 10 * GIB, NOON, NOON.plusSeconds(3), Optional.empty());
    }

    static BlockSnapshot snapshot(String id, String volumeId, Dependence dependence) {
        return new BlockSnapshot(
                id, "name of " + id, volumeId, 10 * GIB, NOON, NOON.plusSeconds(3), Optional.of(dependence));
    }

    static Catalog catalog(BlockVolume... volumes) {
        Map<String, BlockVolume> byId = new TreeMap<>();
        for (BlockVolume volume : volumes) {
            byId.put(volume.id(), volume);
        }
        return new Catalog(byId, Map.of(), Map.of("n1", "z1", "n2", "z2"));
    }

    static Catalog with(Catalog catalog, BlockSnapshot snapshot) {
        return new Catalog(catalog.volumes(), Map.of(snapshot.id(), snapshot), catalog.zones());
    }
}
