package dev.headwater.node.walk;

import dev.headwater.node.control.InlineVolumes;
import dev.headwater.node.mount.Fd;
import dev.headwater.node.mount.MountTables;
import dev.headwater.node.mount.Mounts;
import dev.headwater.node.mount.Mounts.Flag;
import dev.headwater.node.mount.Unmounter;
import dev.headwater.node.record.Source;
import dev.headwater.node.slot.KeeperMount;
import dev.headwater.node.slot.SlotTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Binds a keeper's volume into a slot: by descriptor, verified before and after (design, rule 14), and always the root of the file
 * system, because only such a bind keeps the kubelet from unstaging the volume.
 */
final class VolumeBinder {
    private static final Set<String> EMPTY = Set.of("lost+found");
    private static final int FEW = 4;

    /** To whom the root of a new file system is given. */
    record Owner(long uid, long gid) {}

    /**
     * Binds the volume at {@code <slot>/<name>}.
     *
     * @param newOwner present for a new file system, which must be empty
     * @throws IOException if the keeper's mount is not what {@code source} says, or anything but one layer came of it
     */
    static void bind(SlotTarget slot, String name, Source source, Optional<Owner> newOwner) throws IOException {
        InlineVolumes.makeMountPoint(slot, name);
        try (var volume = openVerified(slot.kubeletRoot(), source)) {
            if (newOwner.isPresent()) {
                giveAway(volume, newOwner.get());
            }
            try (var copy = Mounts.copy(volume);
                    var root = InlineVolumes.open(slot);
                    var point = root.ownDirectory(name)) {
                Mounts.isolate(copy);
                Mounts.restrict(copy, Set.of(Flag.NO_SUID, Flag.NO_DEV));
                Mounts.attach(copy, point);
            }
        }
        verify(slot, name, source);
    }

    /** The root of the volume that the keeper holds, if it is still what {@code source} says. */
    static Fd openVerified(String kubeletRoot, Source source) throws IOException {
        var path = KeeperMount.path(kubeletRoot, source.keeperUid(), source.persistentVolume());
        var mount = MountTables.own()
                .top(path)
                .filter(top ->
                        top.device().equals(source.device()) && top.root().equals("/"))
                .orElseThrow(() -> new IOException("the keeper's volume is not mounted as device " + source.device()));
        try (var root = Fd.directory(Path.of(kubeletRoot))) {
            var volume = root.directoryBeneath(path.substring(kubeletRoot.length() + 1));
            var stat = volume.stat();
            if (stat.mountRoot() && stat.mountId() == mount.id()) {
                return volume;
            }
            volume.close();
            throw new IOException("the keeper's volume was mounted anew while it was opened");
        }
    }

    private static void giveAway(Fd volume, Owner owner) throws IOException {
        if (!EMPTY.containsAll(volume.list(FEW))) {
            throw new IOException("the new volume is not empty");
        }
        volume.chown(owner.uid(), owner.gid());
    }

    private static void verify(SlotTarget slot, String name, Source source) throws IOException {
        var path = slot.volumePath(name);
        var layers = MountTables.own().at(path);
        if (layers.size() != 1
                || !layers.getFirst().device().equals(source.device())
                || !layers.getFirst().root().equals("/")) {
            Unmounter.unmountAll(slot, path);
            throw new IOException("binding the volume gave " + layers.size() + " layers, not one of its root");
        }
    }

    private VolumeBinder() {}
}
