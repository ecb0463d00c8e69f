package dev.headwater.e2e.stories;

import dev.headwater.e2e.cluster.Cluster;
import dev.headwater.e2e.csidriver.fault.Faults;
import dev.headwater.e2e.world.Program;
import dev.headwater.e2e.world.World;
import java.io.IOException;
import java.nio.file.Path;

/** The storage behind the cluster: what the test driver is told to do wrong, and what may happen to a snapshot's bytes. */
record Storage(World world) {
    private static final Path STATE = Cluster.running().storageState();

    /** A trouble that ends when this is closed; others of other stories go on. */
    record Trouble(Faults faults, String rule) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            faults.remove(rule);
        }
    }

    /** From now on, in the grammar of the driver's faults. */
    Trouble goingWrong(String rule) throws IOException {
        var faults = new Faults(STATE);
        faults.add(rule);
        return new Trouble(faults, rule);
    }

    /** Changes the file system in a snapshot, as {@code debugfs} does it. */
    void tamper(String snapshot, String command) {
        Program.of("debugfs", "-w", "-R", command, image(snapshot).toString()).output();
    }

    private Path image(String snapshot) {
        var content = world.kubectl(
                "-n",
                World.VAULT,
                "get",
                "volumesnapshot",
                snapshot,
                "-o",
                "jsonpath={.status.boundVolumeSnapshotContentName}");
        var handle = world.kubectl("get", "volumesnapshotcontent", content, "-o", "jsonpath={.status.snapshotHandle}");
        return STATE.resolve("scratch/images").resolve(handle + ".img");
    }
}
