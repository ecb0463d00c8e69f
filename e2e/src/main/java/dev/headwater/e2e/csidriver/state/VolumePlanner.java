package dev.headwater.e2e.csidriver.state;

import dev.headwater.e2e.csidriver.state.Behaviour.Dependence;
import dev.headwater.e2e.csidriver.state.Plan.Act;
import dev.headwater.e2e.csidriver.state.Plan.Done;
import dev.headwater.e2e.csidriver.state.Plan.Refuse;
import io.grpc.Status.Code;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides about the life of volumes; codes are those of the CSI specification, refusals those of EC2. */
public final class VolumePlanner {
    private static final long GIB = 1L << 30;
    private static final long MAX_BYTES = 16L << 40;
    private static final long DEFAULT_BYTES = 4 * GIB;

    private final Catalog catalog;
    private final Behaviour behaviour;

    /** Judges requests against what is known and how this cloud behaves. */
    public VolumePlanner(Catalog catalog, Behaviour behaviour) {
        this.catalog = catalog;
        this.behaviour = behaviour;
    }

    /** A new volume {@code id}, or the one that already has this name. */
    public Plan<BlockVolume> create(VolumeWish wish, String id, Instant now) {
        Optional<BlockVolume> existing = catalog.volumeNamed(wish.name());
        if (existing.isPresent()) {
            return sameAs(existing.get(), wish);
        }
        return switch (wish.origin()) {
            case Origin.Blank _ -> sized(wish, 0, wish.zones().getFirst(), id);
            case Origin.FromSnapshot(String source) -> restored(wish, source, id, now);
            case Origin.FromVolume(String source) -> cloned(wish, source, id);
        };
    }

    /** Everything that goes when the volume goes; nothing if it is unknown. */
    public Plan<Removal> delete(String id) {
        Optional<BlockVolume> volume = catalog.volume(id);
        if (volume.isEmpty()) {
            return new Done<>(new Removal(List.of(), List.of()));
        }
        if (volume.get().node().isPresent()) {
            return new Refuse<>(
                    Code.FAILED_PRECONDITION,
                    "VolumeInUse: " + id + " is attached to "
                            + volume.get().node().get() + "; detach it first.");
        }
        List<String> clones = holders(id);
        if (!clones.isEmpty()) {
            return new Refuse<>(
                    Code.FAILED_PRECONDITION, id + " has living clones: " + String.join(", ", clones) + ".");
        }
        return new Act<>(new Removal(List.of(id), snapshots(id, Dependence.VOLUME)));
    }

    /** The volume with its new size; it never shrinks. */
    public Plan<BlockVolume> expand(String id, long requiredBytes, long limitBytes) {
        Optional<BlockVolume> volume = catalog.volume(id);
        if (volume.isEmpty()) {
            return new Refuse<>(Code.NOT_FOUND, "There is no volume " + id + ".");
        }
        long size = Math.max(volume.get().sizeBytes(), wholeGib(requiredBytes));
        Optional<Refuse<BlockVolume>> refusal =
                fits(size, limitBytes, volume.get().sizeBytes());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return size == volume.get().sizeBytes()
                ? new Done<>(volume.get())
                : new Act<>(volume.get().withSize(size));
    }

    private static Plan<BlockVolume> sameAs(BlockVolume existing, VolumeWish wish) {
        boolean size = existing.sizeBytes() >= wish.requiredBytes()
                && (wish.limitBytes() == 0 || existing.sizeBytes() <= wish.limitBytes());
        if (size && existing.origin().equals(wish.origin())) {
            return new Done<>(existing);
        }
        return new Refuse<>(
                Code.ALREADY_EXISTS,
                "A volume named " + wish.name() + " exists with " + existing.sizeBytes() + " bytes from "
                        + existing.origin().text() + ".");
    }

    private Plan<BlockVolume> restored(VolumeWish wish, String source, String id, Instant now) {
        Optional<BlockSnapshot> snapshot = catalog.snapshot(source);
        if (snapshot.isEmpty()) {
            return new Refuse<>(Code.NOT_FOUND, "There is no snapshot " + source + ".");
        }
        if (!snapshot.get().readyBy(now)) {
            return new Refuse<>(
                    Code.INTERNAL, "IncorrectState: " + source + " is pending; wait until it is completed.");
        }
        return sized(wish, snapshot.get().sizeBytes(), wish.zones().getFirst(), id);
    }

    private Plan<BlockVolume> cloned(VolumeWish wish, String source, String id) {
        Optional<BlockVolume> volume = catalog.volume(source);
        if (volume.isEmpty()) {
            return new Refuse<>(Code.NOT_FOUND, "There is no volume " + source + ".");
        }
        String zone = volume.get().zone();
        if (!wish.zones().contains(zone)) {
            return new Refuse<>(
                    Code.INVALID_ARGUMENT,
                    "A clone stays in the zone of its source, " + zone + ", which is none of " + wish.zones() + ".");
        }
        return sized(wish, volume.get().sizeBytes(), zone, id);
    }

    private Plan<BlockVolume> sized(VolumeWish wish, long sourceBytes, String zone, String id) {
        if (wish.requiredBytes() > 0 && wish.requiredBytes() < sourceBytes) {
            return new Refuse<>(
                    Code.OUT_OF_RANGE,
                    "The source has " + sourceBytes + " bytes, more than the " + wish.requiredBytes() + " asked for.");
        }
        long wanted = Math.max(wish.requiredBytes(), sourceBytes);
        long size = wholeGib(wanted == 0 ? smallestDefault(wish.limitBytes()) : wanted);
        return fits(size, wish.limitBytes(), 0)
                .<Plan<BlockVolume>>map(refusal -> refusal)
                .orElseGet(
                        () -> new Act<>(new BlockVolume(id, wish.name(), size, zone, wish.origin(), Optional.empty())));
    }

    private static long smallestDefault(long limitBytes) {
        return limitBytes == 0 ? DEFAULT_BYTES : Math.clamp(limitBytes / GIB * GIB, GIB, DEFAULT_BYTES);
    }

    private Optional<Refuse<BlockVolume>> fits(long size, long limitBytes, long ownedBytes) {
        if (size > MAX_BYTES || (limitBytes > 0 && size > limitBytes)) {
            return Optional.of(new Refuse<>(
                    Code.OUT_OF_RANGE,
                    size + " bytes exceed the limit of " + (limitBytes > 0 ? limitBytes : MAX_BYTES) + "."));
        }
        if (catalog.provisionedBytes() - ownedBytes + size > behaviour.capacityBytes()) {
            return Optional.of(new Refuse<>(
                    Code.RESOURCE_EXHAUSTED,
                    "VolumeLimitExceeded: " + size + " more bytes exceed the " + behaviour.capacityBytes()
                            + " that may be provisioned."));
        }
        return Optional.empty();
    }

    private static long wholeGib(long bytes) {
        return bytes > MAX_BYTES ? bytes : (bytes + GIB - 1) / GIB * GIB;
    }

    /** The living clones and restored volumes without which the volume could go. */
    private List<String> holders(String volumeId) {
        List<String> all = new ArrayList<>();
        if (behaviour.dependence() == Dependence.CLONES) {
            all.addAll(catalog.clonesOf(volumeId));
        }
        snapshots(volumeId, Dependence.CLONES).forEach(s -> all.addAll(catalog.restoredFrom(s)));
        return all;
    }

    private List<String> snapshots(String volumeId, Dependence dependence) {
        return catalog.snapshotsOf(volumeId).stream()
                .filter(s -> behaviour.dependenceOf(s) == dependence)
                .map(BlockSnapshot::id)
                .toList();
    }
}
