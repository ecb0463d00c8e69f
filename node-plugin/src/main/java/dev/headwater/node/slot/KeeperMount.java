package dev.headwater.node.slot;

import java.util.Optional;

/** What the kubelet has mounted for a keeper. */
public sealed interface KeeperMount {

    /** Nothing yet. */
    record Absent() implements KeeperMount {}

    /** Something that must never be handed to a job as its volume. */
    record Unsound(String sentence) implements KeeperMount {}

    /** The root of the volume's file system. */
    record Sound(MountEntry entry) implements KeeperMount {}

    /** Path of the kubelet's mount of a persistent volume for a pod. */
    static String path(String kubeletRoot, String podUid, String persistentVolume) {
        return new SlotTarget(kubeletRoot, podUid, persistentVolume).path();
    }

    /**
     * Judges what is mounted at {@code path} (design, rule 14: after a reboot or a failed mount it may be the node's own disk).
     *
     * @param stagingPath where the driver stages the volume; empty for drivers that do not stage
     */
    static KeeperMount judge(MountTable mounts, String kubeletRoot, String path, Optional<String> stagingPath) {
        var layers = mounts.at(path);
        if (layers.isEmpty()) {
            return new Absent();
        }
        var top = layers.getLast();
        if (layers.stream().anyMatch(layer -> !layer.device().equals(top.device()))) {
            return new Unsound("different file systems are mounted over each other at the keeper's volume");
        }
        if (!top.root().equals("/")) {
            return new Unsound("the keeper's volume is a directory of a file system, not its root");
        }
        if (top.fsType().equals("tmpfs") || isOnDeviceOf(mounts, kubeletRoot, top)) {
            return new Unsound("the keeper's volume is a directory of the node, not a volume");
        }
        var staged = stagingPath.flatMap(mounts::top);
        if (staged.isPresent() && !staged.get().device().equals(top.device())) {
            return new Unsound("the keeper's volume is another device than the staged one");
        }
        return new Sound(top);
    }

    private static boolean isOnDeviceOf(MountTable mounts, String kubeletRoot, MountEntry entry) {
        return mounts.containing(kubeletRoot)
                .filter(root -> root.device().equals(entry.device()))
                .isPresent();
    }
}
