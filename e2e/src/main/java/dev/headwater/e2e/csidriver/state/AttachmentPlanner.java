package dev.headwater.e2e.csidriver.state;

import dev.headwater.e2e.csidriver.state.Plan.Act;
import dev.headwater.e2e.csidriver.state.Plan.Done;
import dev.headwater.e2e.csidriver.state.Plan.Refuse;
import io.grpc.Status.Code;
import java.util.Optional;

/** Decides which node holds a volume: one at a time, in its own zone, within the node's limit. */
public final class AttachmentPlanner {
    private final Catalog catalog;
    private final Behaviour behaviour;

    /** Judges requests against what is known and how this cloud behaves. */
    public AttachmentPlanner(Catalog catalog, Behaviour behaviour) {
        this.catalog = catalog;
        this.behaviour = behaviour;
    }

    /** The volume attached to {@code node}. */
    public Plan<BlockVolume> attach(String volumeId, String node) {
        Optional<BlockVolume> volume = catalog.volume(volumeId);
        if (volume.isEmpty()) {
            return new Refuse<>(Code.NOT_FOUND, "There is no volume " + volumeId + ".");
        }
        if (!catalog.zones().containsKey(node)) {
            return new Refuse<>(Code.NOT_FOUND, "There is no node " + node + ".");
        }
        if (volume.get().node().isPresent()) {
            return attached(volume.get(), node);
        }
        if (!volume.get().zone().equals(catalog.zones().get(node))) {
            return new Refuse<>(
                    Code.FAILED_PRECONDITION,
                    "InvalidVolume.ZoneMismatch: " + volumeId + " is in "
                            + volume.get().zone() + ", " + node + " in "
                            + catalog.zones().get(node) + ".");
        }
        int limit = behaviour.limits().of(node);
        if (limit > 0 && catalog.attachedTo(node) >= limit) {
            return new Refuse<>(
                    Code.RESOURCE_EXHAUSTED, "AttachmentLimitExceeded: " + node + " holds " + limit + " volumes.");
        }
        return new Act<>(volume.get().withNode(Optional.of(node)));
    }

    /** The volume attached to nobody. An unknown volume, or one that another node holds, is already detached. */
    public Plan<Optional<BlockVolume>> detach(String volumeId, Optional<String> node) {
        return catalog.volume(volumeId)
                .filter(v -> v.node().isPresent())
                .filter(v -> node.isEmpty() || v.node().equals(node))
                .<Plan<Optional<BlockVolume>>>map(v -> new Act<>(Optional.of(v.withNode(Optional.empty()))))
                .orElseGet(() -> new Done<>(Optional.empty()));
    }

    private static Plan<BlockVolume> attached(BlockVolume volume, String node) {
        return volume.node().equals(Optional.of(node))
                ? new Done<>(volume)
                : new Refuse<>(
                        Code.FAILED_PRECONDITION,
                        "VolumeInUse: " + volume.id() + " is attached to "
                                + volume.node().orElseThrow() + ".");
    }
}
