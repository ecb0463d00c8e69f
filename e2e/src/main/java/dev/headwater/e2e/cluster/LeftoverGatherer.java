package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks over the machine for anything that belongs to the cluster. */
final class LeftoverGatherer {
    private static final Path CNI_RESULTS = Path.of("/var/lib/cni/results");

    private final Layout layout;

    LeftoverGatherer(Layout layout) {
        this.layout = layout;
    }

    Leftovers gather() {
        boolean ours = Files.exists(layout.home());
        Optional<MachineBefore> before = ours && Files.exists(layout.before())
                ? Optional.of(MachineBefore.load(layout.before()))
                : Optional.empty();
        boolean sameBoot = before.filter(then -> then.bootId().equals(MachineBefore.currentBoot()))
                .isPresent();
        List<Path> cgroups = Cgroups.below(Layout.CGROUP);
        return new Leftovers(
                ProcessSearch.find(Processes.MARKER + "=" + layout.home(), cgroups),
                MountTable.below(layout.home(), MountTable.read()),
                loops(),
                Files.exists(Path.of("/sys/class/net", Network.BRIDGE)) ? List.of(Network.BRIDGE) : List.of(),
                sameBoot ? NftTables.ofProxy() : List.of(),
                ForwardRules.ours(),
                cgroups,
                ours ? files() : List.of(),
                before.map(MachineBefore::absentFolders).orElse(List.of()).stream()
                        .filter(Files::exists)
                        .toList(),
                sameBoot ? changedSettings(before.orElseThrow()) : Map.of(),
                ours ? List.of(layout.home()) : List.of());
    }

    private List<String> loops() {
        var devices = new ArrayList<String>();
        for (Path block : children(Path.of("/sys/block"), "loop*")) {
            boolean ours =
                    lines(block.resolve("loop/backing_file")).anyMatch(file -> file.startsWith(layout.home() + "/"));
            if (ours) {
                devices.add("/dev/" + block.getFileName());
            }
        }
        return devices;
    }

    /** Sockets of containerd's shims, results of the network plugins, links to pod logs, the kubelet's device socket. */
    private List<Path> files() {
        var files = new ArrayList<Path>();
        for (Path node : children(layout.home(), "node-*")) {
            Path tasks = node.resolve("containerd/state/io.containerd.runtime.v2.task/k8s.io");
            for (Path task : children(tasks, "*")) {
                lines(task.resolve("address"))
                        .map(address -> Path.of(address.replace("unix://", "")))
                        .forEach(files::add);
            }
        }
        for (Path result : children(CNI_RESULTS, "headwater-dev-*-eth0")) {
            String sandbox = result.getFileName().toString().replaceAll("^headwater-dev-|-eth0$", "");
            files.add(result);
            files.add(CNI_RESULTS.resolve("cni-loopback-" + sandbox + "-lo"));
        }
        files.addAll(children(Path.of("/var/lib/kubelet/device-plugins"), "kubelet*"));
        children(Path.of("/var/log/containers"), "*.log").stream()
                .filter(this::pointsToOurs)
                .forEach(files::add);
        return files.stream()
                .filter(file -> Files.exists(file) || Files.isSymbolicLink(file))
                .toList();
    }

    private boolean pointsToOurs(Path link) {
        try {
            return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).startsWith(layout.home());
        } catch (IOException gone) {
            return false;
        }
    }

    private static Map<String, String> changedSettings(MachineBefore before) {
        var changed = new TreeMap<>(before.settings());
        changed.entrySet().removeAll(MachineBefore.currentSettings().entrySet());
        return changed;
    }

    private static List<Path> children(Path folder, String pattern) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var entries = Files.newDirectoryStream(folder, pattern)) {
            var found = new ArrayList<Path>();
            entries.forEach(found::add);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException absent) {
            return Stream.empty();
        }
    }
}
