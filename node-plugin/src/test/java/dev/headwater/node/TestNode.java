package dev.headwater.node;

import dev.headwater.node.mount.MountTables;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.slot.KeeperMount;
import dev.headwater.node.slot.SlotTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A kubelet root of its own, shared as the real one, with what a kubelet would put there. Needs root and loop devices; leaves nothing on the
 * machine when closed.
 */
public final class TestNode implements AutoCloseable {
    public static final String POD = "11111111-2222-3333-4444-555555555555";
    public static final String KEEPER = "99999999-8888-7777-6666-555555555555";
    public static final String VOLUME = "pvc-0001";
    private static final String LEAST_FOR_XFS = "320M";

    public final Path root;

    /** In memory, like the root: what is tested does not depend on how long a disk takes for a flush. */
    public final Path disk;

    public TestNode() throws IOException {
        root = Files.createTempDirectory("headwater-node-");
        disk = Files.createTempDirectory("headwater-disk-");
        run("mount", "-t", "tmpfs", "-o", "size=64m", "headwater-test", root.toString());
        run("mount", "--make-shared", root.toString());
        run("mount", "-t", "tmpfs", "headwater-test", disk.toString());
    }

    /** The target of the job's slot, its parent made as the kubelet does. */
    public SlotTarget slot() throws IOException {
        return target(POD, "headwater");
    }

    public SlotTarget keeperControl() throws IOException {
        return target(KEEPER, "control");
    }

    public SlotTarget target(String podUid, String volume) throws IOException {
        var target = new SlotTarget(root.toString(), podUid, volume);
        Files.createDirectories(root.resolve(target.parent()));
        return target;
    }

    public static SlotRecord record(SlotTarget target, SlotRecord.Kind kind) {
        return new SlotRecord(
                target.path(),
                kind,
                kind == SlotRecord.Kind.SLOT ? "ci" : "headwater-vault",
                kind == SlotRecord.Kind.SLOT ? "runner" : "keeper",
                target.podUid(),
                target.volume(),
                null);
    }

    /** Mounts a new ext4 volume where the kubelet mounts it for the keeper; returns its device. */
    public String keeperVolume() throws IOException {
        return keeperVolume("ext4");
    }

    /** A volume whose superblock says that the kernel has met errors in it. */
    public void keeperVolumeWithErrors() throws IOException {
        var image = image("ext4");
        run("debugfs", "-w", "-R", "set_super_value error_count 3", image.toString());
        mount(image);
    }

    public String keeperVolume(String fsType) throws IOException {
        return mount(image(fsType));
    }

    private Path image(String fsType) throws IOException {
        var image = disk.resolve(VOLUME + ".img");
        run("truncate", "-s", fsType.equals("xfs") ? LEAST_FOR_XFS : "128M", image.toString());
        run("mkfs." + fsType, "-q", image.toString());
        return image;
    }

    private String mount(Path image) throws IOException {
        var path = keeperPath();
        Files.createDirectories(path);
        run("mount", "-o", "loop", image.toString(), path.toString());
        return MountTables.own().top(path.toString()).orElseThrow().device();
    }

    public Path keeperPath() {
        return Path.of(KeeperMount.path(root.toString(), KEEPER, VOLUME));
    }

    public void unmountKeeperVolume() throws IOException {
        run("umount", keeperPath().toString());
    }

    /** Runs a command as the test itself; its output is part of the error. */
    public static String run(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output;
    }

    /** Loop devices whose file lies below one of the test's directories, also if it was unlinked. */
    public List<String> loops() throws IOException {
        return run("losetup", "-n", "-O", "NAME,BACK-FILE", "-a")
                .lines()
                .filter(line -> line.contains(root.toString()) || line.contains(disk.toString()))
                .toList();
    }

    @Override
    public void close() throws IOException {
        for (var mount : MountTables.own().unmountOrder(root.toString())) {
            run("umount", mount.mountPoint());
        }
        run("umount", "--lazy", disk.toString()); // a loop device lets go of its file a moment after its mount
        Files.delete(disk);
        Files.delete(root);
    }
}
