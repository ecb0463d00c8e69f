package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/** Prepares the machine: our folder, the bridge with the nodes' addresses, their control groups. */
final class Machine {
    private static final List<String> FOLDERS = List.of("pki", "run", "log/pods", "volume-plugins", "config/manifests");

    private final Layout layout;

    Machine(Layout layout) {
        this.layout = layout;
    }

    void prepare() {
        try {
            MachineBefore before = MachineBefore.observe();
            Files.createDirectories(layout.home());
            before.save(layout.before());
            shareMounts();
            for (String folder : FOLDERS) {
                Files.createDirectories(layout.home().resolve(folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        prepareNetwork();
    }

    /** Its address and its control group, below which all of its pods run. */
    void prepare(Node node) {
        Command.run("ip", "address", "replace", node.address() + "/32", "dev", Network.BRIDGE);
        Cgroups.make(Layout.cgroup(node));
    }

    /** What a node that was powered off has left, but for its control group. */
    void forget(Node node) {
        Command.attempt("ip", "address", "delete", node.address() + "/32", "dev", Network.BRIDGE);
        Command.run("rm", "-rf", "--one-file-system", layout.node(node, "").toString());
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

    private static void prepareNetwork() {
        Command.run("ip", "link", "add", Network.BRIDGE, "type", "bridge");
        Command.run("ip", "address", "add", Node.FIRST.address() + "/32", "dev", Network.BRIDGE);
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
}
