package dev.headwater.node.mount;

import dev.headwater.node.slot.MountEntry;
import dev.headwater.node.slot.SlotTarget;
import java.io.IOException;
import java.nio.file.Path;

/** Takes mounts of a slot away: only ever by unmounting and {@code rmdir}, until the mount table proves that nothing is left. */
public final class Unmounter {
    private static final int MOST_LAYERS = 64;

    /**
     * Unmounts everything at and below {@code path}, which is the target or lies below it.
     *
     * @throws BusyException if somebody uses one of the mounts; those above it are gone then
     */
    public static void unmountAll(SlotTarget target, String path) throws IOException {
        for (var round = 0; round < MOST_LAYERS; round++) {
            var mounts = MountTables.ownAnew().unmountOrder(path);
            if (mounts.isEmpty()) {
                return;
            }
            for (var mount : mounts) {
                unmount(target, mount);
            }
        }
        throw new IOException("mounts keep appearing at " + path);
    }

    /** Unmounts all of the target and removes its directory; one that is not there is fine. */
    public static void remove(SlotTarget target) throws IOException {
        unmountAll(target, target.path());
        try (var kubelet = Fd.directory(Path.of(target.kubeletRoot()));
                var parent = kubelet.directoryBeneath(target.parent())) {
            parent.rmdir(SlotTarget.MOUNT);
        } catch (KernelException e) {
            if (!e.missing()) {
                throw e;
            }
        }
    }

    private static void unmount(SlotTarget target, MountEntry mount) throws IOException {
        var relative = target.parent() + "/" + SlotTarget.MOUNT
                + mount.mountPoint().substring(target.path().length());
        var slash = relative.lastIndexOf('/');
        try (var kubelet = Fd.directory(Path.of(target.kubeletRoot()));
                var parent = kubelet.directoryBeneath(relative.substring(0, slash))) {
            Mounts.unmount(parent, relative.substring(slash + 1));
        } catch (KernelException e) {
            if (e.busy()) {
                throw new BusyException(mount, e);
            }
            if (e.errno() != KernelException.EINVAL && !e.missing()) {
                throw e;
            }
        }
    }

    private Unmounter() {}
}
