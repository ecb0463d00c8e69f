package dev.headwater.node.control;

import dev.headwater.control.Layout;
import dev.headwater.node.mount.Fd;
import dev.headwater.node.mount.KernelException;
import dev.headwater.node.mount.MountTables;
import dev.headwater.node.mount.Mounts;
import dev.headwater.node.mount.Mounts.Flag;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.slot.MountEntry;
import dev.headwater.node.slot.SlotTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Our inline volumes: a small tmpfs that its pod can only read, with one directory that it can write, a tmpfs of its own. Read-only is
 * the mount, not the file system: this class writes through a detached, writable copy of the mount that exists only meanwhile.
 */
public final class InlineVolumes {
    private static final String SLOT_SOURCE = "headwater-slot";
    private static final String KEEPER_SOURCE = "headwater-keeper";
    private static final String IN_SOURCE = "headwater-in";
    private static final int READABLE = 0644;
    private static final int PROGRAM = 0755;
    private static final int FOR_ALL = 0666;

    /** Where the files lie, relative to the volume's root; empty: at the root itself. */
    static String controlDirectory(SlotRecord.Kind kind) {
        return kind == SlotRecord.Kind.SLOT ? Layout.SLOT_CONTROL : "";
    }

    static String inDirectory(SlotRecord.Kind kind) {
        return kind == SlotRecord.Kind.SLOT ? Layout.SLOT_CONTROL + "/" + Layout.IN : Layout.IN;
    }

    /** Whether it is the root of a volume that {@link #publish} made. */
    public static boolean ours(MountEntry entry) {
        return entry.fsType().equals("tmpfs")
                && Set.of(SLOT_SOURCE, KEEPER_SOURCE).contains(entry.source());
    }

    /** Whether the volume is published, exactly once. */
    public static boolean published(SlotTarget target, SlotRecord.Kind kind) throws IOException {
        var layers = MountTables.own().at(target.path());
        return layers.size() == 1 && isOurs(layers.getFirst(), kind);
    }

    /**
     * Mounts the volume at its target, or completes what a predecessor began. Does nothing for one that is there.
     *
     * @throws IOException with a sentence if something else is mounted there
     */
    public static void publish(SlotTarget target, SlotRecord.Kind kind) throws IOException {
        var layers = MountTables.own().at(target.path());
        if (layers.size() > 1 || layers.stream().anyMatch(layer -> !isOurs(layer, kind))) {
            throw new IOException("something else is mounted at the target: " + layers.size() + " layers");
        }
        if (layers.isEmpty()) {
            mountRoot(target, kind);
        }
        if (MountTables.own().at(target.path() + "/" + inDirectory(kind)).isEmpty()) {
            mountIn(target, kind);
        }
    }

    /**
     * Opens the published volume's root, as the pod sees it.
     *
     * @throws IOException if nothing, or something else, is mounted there: the directory below is the node's own
     */
    public static Fd open(SlotTarget target) throws IOException {
        var mount = MountTables.own()
                .top(target.path())
                .filter(InlineVolumes::ours)
                .orElseThrow(() -> new IOException("no volume of ours is mounted at " + target));
        try (var root = Fd.directory(Path.of(target.kubeletRoot()))) {
            var volume = root.directoryBeneath(target.parent() + "/" + SlotTarget.MOUNT);
            if (volume.stat().mountId() == mount.id()) {
                return volume;
            }
            volume.close();
            throw new IOException("the volume at " + target + " was mounted anew while it was opened");
        }
    }

    /** What is done with a volume's root while it can be written. */
    @FunctionalInterface
    public interface Change {
        void with(Fd root) throws IOException;
    }

    /** Changes what the pod can only read. */
    public static void change(SlotTarget target, Change change) throws IOException {
        try (var volume = open(target);
                var copy = Mounts.writableCopy(volume);
                var root = copy.directoryBeneath("")) {
            change.with(root);
        }
    }

    /** Makes the empty directory that a volume is mounted on; one that is there is fine. */
    public static void makeMountPoint(SlotTarget target, String name) throws IOException {
        change(target, root -> makeDirectory(root, name));
    }

    /** Removes the directory that a volume was mounted on. */
    public static void removeMountPoint(SlotTarget target, String name) throws IOException {
        change(target, root -> root.rmdir(name));
    }

    private static String source(SlotRecord.Kind kind) {
        return kind == SlotRecord.Kind.SLOT ? SLOT_SOURCE : KEEPER_SOURCE;
    }

    private static boolean isOurs(MountEntry entry, SlotRecord.Kind kind) {
        return entry.fsType().equals("tmpfs") && entry.source().equals(source(kind));
    }

    private static void mountRoot(SlotTarget target, SlotRecord.Kind kind) throws IOException {
        try (var kubelet = Fd.directory(Path.of(target.kubeletRoot()));
                var parent = kubelet.directoryBeneath(target.parent());
                var mount = tmpfs(source(kind), "8m", "1024", "0755", Set.of(Flag.NO_SUID, Flag.NO_DEV))) {
            try (var root = mount.directoryBeneath("")) {
                fill(root, target, kind);
            }
            Mounts.restrict(mount, Set.of(Flag.READ_ONLY));
            makeDirectory(parent, SlotTarget.MOUNT);
            try (var point = parent.directoryBeneath(SlotTarget.MOUNT)) {
                Mounts.attach(mount, point);
            }
        }
    }

    private static void mountIn(SlotTarget target, SlotRecord.Kind kind) throws IOException {
        try (var volume = open(target);
                var point = volume.directoryBeneath(inDirectory(kind));
                var mount = tmpfs(IN_SOURCE, "4m", "512", "1777", Set.of(Flag.NO_SUID, Flag.NO_DEV, Flag.NO_EXEC))) {
            if (kind == SlotRecord.Kind.SLOT) {
                makeStateFile(mount);
            }
            Mounts.attach(mount, point);
        }
    }

    /** Ours, so that steps of different users append to the same file and none of them can put something else in its place. */
    private static void makeStateFile(Fd mount) throws IOException {
        try (var in = mount.directoryBeneath("");
                var file = in.create(Layout.STATE, FOR_ALL)) {
            file.chmod(FOR_ALL);
        }
    }

    private static Fd tmpfs(String source, String size, String inodes, String mode, Set<Flag> flags)
            throws KernelException {
        return Mounts.create("tmpfs", Map.of("source", source, "size", size, "nr_inodes", inodes, "mode", mode), flags);
    }

    private static void fill(Fd root, SlotTarget target, SlotRecord.Kind kind) throws IOException {
        if (kind == SlotRecord.Kind.KEEPER) {
            makeDirectory(root, Layout.IN);
            makeDirectory(root, Layout.ORDERS);
            return;
        }
        makeDirectory(root, Layout.SLOT_CONTROL);
        try (var control = root.ownDirectory(Layout.SLOT_CONTROL)) {
            makeDirectory(control, Layout.IN);
            makeDirectory(control, Layout.RESULTS);
            write(control, "headwater", resource("headwater"), PROGRAM);
            write(control, "job-started.sh", resource("job-started.sh"), PROGRAM);
            writeReadable(control, Layout.POD, (target.podUid() + "\n").getBytes(StandardCharsets.US_ASCII));
            writeReadable(
                    control, Layout.CONTRACT, (Layout.CONTRACT_NUMBER + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    static void writeReadable(Fd directory, String name, byte[] content) throws KernelException {
        write(directory, name, content, READABLE);
    }

    private static void write(Fd directory, String name, byte[] content, int mode) throws KernelException {
        try (var file = directory.create(name, mode)) {
            file.write(content);
        }
    }

    private static void makeDirectory(Fd parent, String name) throws KernelException {
        try {
            parent.mkdir(name, PROGRAM);
        } catch (KernelException e) {
            if (!e.exists()) {
                throw e;
            }
        }
    }

    private static byte[] resource(String name) {
        try (var stream = Objects.requireNonNull(InlineVolumes.class.getResourceAsStream(name), name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of this program cannot be read: " + name, e);
        }
    }

    private InlineVolumes() {}
}
