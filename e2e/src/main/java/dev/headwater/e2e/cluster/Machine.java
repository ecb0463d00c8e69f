package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Prepares the machine: our folder, the bridge with the nodes' addresses, our cgroup. */
final class Machine {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final List<String> FOLDERS = List.of("pki", "run", "log/pods", "volume-plugins", "config/manifests");

    private final Layout layout;

    Machine(Layout layout) {
        this.layout = layout;
    }

    void prepare(List<Node> nodes) {
        try {
            MachineBefore before = MachineBefore.observe();
            Files.createDirectories(layout.home());
            before.save(layout.before());
            shareMounts();
            for (String folder : FOLDERS) {
                Files.createDirectories(layout.home().resolve(folder));
            }
            prepareCgroups();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        prepareNetwork(nodes);
    }

    /**
     * Makes our folder a mount point that shares its mounts. A volume mounted by a pod must reach the host and other
     * pods, and whether the machine's root file system shares its mounts is not ours to change.
     */
    private void shareMounts() {
        String home = layout.home().toString();
        Command.run("mount", "--bind", home, home);
        Command.run("mount", "--make-private", home);
        Command.run("mount", "--make-shared", home);
    }

    private void prepareNetwork(List<Node> nodes) {
        Command.run("ip", "link", "add", Network.BRIDGE, "type", "bridge");
        nodes.forEach(node -> Command.run("ip", "address", "add", node.address() + "/32", "dev", Network.BRIDGE));
        Command.run("ip", "link", "set", Network.BRIDGE, "up");
        // A machine without a default route must reach services too, and with an address that pods can answer.
        Command.run("ip", "route", "add", Network.SERVICES, "dev", Network.BRIDGE, "src", Node.FIRST.address());
        set("net.ipv4.ip_forward", "1");
        ForwardRules.open();
    }

    private static void set(String setting, String value) {
        try {
            Files.writeString(MachineBefore.file(setting), value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The kubelet makes its own cgroups, but not the one that it is told to stay in. */
    private static void prepareCgroups() throws IOException {
        if (Files.exists(CGROUPS.resolve("cgroup.controllers"))) {
            prepareUnifiedCgroup();
        } else {
            prepareCgroupPerController();
        }
    }

    private static void prepareUnifiedCgroup() throws IOException {
        for (String controller :
                Files.readString(CGROUPS.resolve("cgroup.controllers")).strip().split(" ")) {
            Files.writeString(CGROUPS.resolve("cgroup.subtree_control"), "+" + controller);
        }
        Files.createDirectories(CGROUPS.resolve(Layout.CGROUP));
    }

    /** cpuset starts without processors and memory, and no process could enter. */
    private static void prepareCgroupPerController() throws IOException {
        for (Path hierarchy : hierarchies()) {
            Path ours = Files.createDirectories(hierarchy.resolve(Layout.CGROUP));
            for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
                if (Files.exists(ours.resolve(file))) {
                    Files.writeString(ours.resolve(file), Files.readString(hierarchy.resolve(file)));
                }
            }
        }
    }

    private static List<Path> hierarchies() throws IOException {
        try (Stream<Path> folders = Files.list(CGROUPS)) {
            return folders.filter(Files::isDirectory)
                    .filter(folder -> !Files.isSymbolicLink(folder))
                    .toList();
        }
    }
}
